"""User data that encoders leave in SEI units: their name and options as text.

Source: ITU-T H.264 (08/2021) 7.3.2.3.1 and D.1.7 (user_data_unregistered); ITU-T H.265 7.3.2.4.
"""

from __future__ import annotations

_USER_DATA = 5
_UUID_BYTES = 16
_LONGEST = 8192


def texts(payload: bytes) -> list[str]:
    """The readable unregistered messages of one SEI unit's payload (header and escapes removed)."""
    found, at = [], 0
    while at + 2 <= len(payload) and payload[at:] != b"\x80":
        kind, at = _number(payload, at)
        size, at = _number(payload, at)
        if kind == _USER_DATA and size > _UUID_BYTES:
            text = _text(payload[at + _UUID_BYTES : at + size])
            if text:
                found.append(text)
        at += size
    return found


def _number(payload: bytes, at: int) -> tuple[int, int]:
    """A payload type or size, whose bytes of 255 are added up; and where it ends."""
    value = 0
    while at < len(payload) and payload[at] == 0xFF:
        value += 255
        at += 1
    return (value + payload[at], at + 1) if at < len(payload) else (value, at)


def _text(data: bytes) -> str | None:
    text = data[:_LONGEST].split(b"\0")[0].decode("ascii", "replace").strip()
    return text if len(text) > 2 and text.isprintable() and "\ufffd" not in text else None
