"""How strongly a file is compressed, read from what it states: the classes that calibrations are fitted for.

The mean quantiser decides where the decoder gives one on the scale of H.264 and HEVC (0-51); else bits per pixel and
frame, brought to one picture size. A file that was compressed hard and then encoded again with care looks light: its
history cannot be read here.

Source: CRF 23 (the default of x264) and CRF 40 are the two qualities of FaceForensics++ (arXiv 1901.08971), CRF 28 is
a share in this project's trials; mean quantisers lie about one above the CRF. The limits between them are a choice.
That bits grow as picture area to the power of .75 is Ben Waggoner's rule of thumb (Compression for Great Video and
Audio, 2010).
"""

from __future__ import annotations

import numpy as np

from deepfake_studio.analysis import domain
from deepfake_studio.vocabulary import MediaInfo

CLASSES = ("light", "medium", "heavy")
UNKNOWN = "unknown"
QP_MEDIUM, QP_HEAVY = 27.0, 34.0  # lowest mean quantisers of the classes
BITS_LIGHT, BITS_MEDIUM = 0.05, 0.015  # lowest bits per pixel of the classes at REFERENCE_PX
REFERENCE_PX = 640 * 360
WORDS = {
    "light": f"mean quantiser below {QP_MEDIUM:g}",
    "medium": f"mean quantiser from {QP_MEDIUM:g} to {QP_HEAVY:g}",
    "heavy": f"mean quantiser of {QP_HEAVY:g} or more",
}
_SIZE_POWER = 0.25  # bits per pixel fall with area to this power


def of(media: MediaInfo | None, size_bytes: int) -> str:
    """The class of a video file: one of `CLASSES`, or `UNKNOWN` for stills and where nothing can be measured.

    Args:
        media: from the probe.
        size_bytes: of the file, sound and container included.
    """
    if media is None or media.media_type != "video":
        return UNKNOWN
    qp = domain.mean_qp(media)
    if qp is not None:
        return "heavy" if qp >= QP_HEAVY else "medium" if qp >= QP_MEDIUM else "light"
    bits = domain.bits_per_pixel(media, size_bytes)
    if not np.isfinite(bits):
        return UNKNOWN
    bits *= ((media.display_width_px or 0) * (media.display_height_px or 0) / REFERENCE_PX) ** _SIZE_POWER
    return "light" if bits >= BITS_LIGHT else "medium" if bits >= BITS_MEDIUM else "heavy"
