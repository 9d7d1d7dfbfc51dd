"""The sound output of this machine, or one sentence why there is none.

Qt's library for sound is imported when something is first to be heard: the window starts without it.
"""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import QIODevice, QLoggingCategory, QtMsgType, qInstallMessageHandler

from deepfake_studio.gui.language import tr

RATE_HZ, CHANNELS, SAMPLE_BYTES = 48_000, 2, 2
BYTES_A_SECOND = RATE_HZ * CHANNELS * SAMPLE_BYTES
_BUFFER_SECONDS = 0.2  # between this program and the device: a window that is busy for so long is not heard
# what Qt says of servers and libraries that are not there
_NOISE = ("PulseAudioService", "qt.multimedia", "No QtMultimedia backends")


class Sink(Protocol):
    """What plays samples it takes from a device."""

    def start(self, device: QIODevice) -> None:
        """Begin to take samples."""

    def stop(self) -> None:
        """Take none any more and drop those that wait."""

    def processedUSecs(self) -> int:
        """How much was played since the start, in microseconds."""

    def setVolume(self, volume: float) -> None:
        """0 to 1, linear."""


class Silent(Exception):
    """There is no sound output; the text says why."""


def open_sink(parent: Any) -> Sink:
    """The system's own output, 16-bit stereo.

    Raises:
        Silent: there is none, or none that plays such samples.
    """
    QLoggingCategory.setFilterRules("qt.multimedia.*=false")
    before = qInstallMessageHandler(None)
    qInstallMessageHandler(lambda kind, context, text: _pass_on(before, kind, context, text))
    try:
        return _opened(parent)
    except ImportError as error:
        raise Silent(tr("Sound cannot be played: Qt's library for sound is missing or incomplete.")) from error
    finally:
        qInstallMessageHandler(before)


def _opened(parent: Any) -> Sink:
    from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

    output = QMediaDevices.defaultAudioOutput()
    if output.isNull():
        raise Silent(tr("This machine has no sound output: the clip plays silently."))
    form = QAudioFormat()
    form.setSampleRate(RATE_HZ)
    form.setChannelCount(CHANNELS)
    form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    if not output.isFormatSupported(form):
        raise Silent(tr("The sound output takes no 16-bit stereo at 48 kHz: the clip plays silently."))
    sink = QAudioSink(output, form, parent)
    sink.setBufferSize(int(_BUFFER_SECONDS * BYTES_A_SECOND))
    return sink


def _pass_on(before: Any, kind: QtMsgType, context: Any, text: str) -> None:
    """What is not about missing sound goes where it went."""
    about = str(getattr(context, "category", "") or "")
    if not text.startswith(_NOISE) and not about.startswith(_NOISE) and before is not None:
        before(kind, context, text)
