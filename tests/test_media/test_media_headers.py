"""Numbers in headers: Exp-Golomb, emulation prevention, superframes, messages; whatever bytes, never another error."""

from __future__ import annotations

import hypothesis
import pytest
from hypothesis import strategies

from deepfake_studio.media import heads, sei
from deepfake_studio.media.bits import Bits, OutOfBits, unescaped
from deepfake_studio.media.vp9 import Vp9Heads


def coded(number: int) -> str:
    """``number`` as an unsigned Exp-Golomb code."""
    text = bin(number + 1)[2:]
    return "0" * (len(text) - 1) + text


def packed(bits: str) -> bytes:
    bits += "0" * (-len(bits) % 8)
    return int("1" + bits, 2).to_bytes(len(bits) // 8 + 1, "big")[1:]


@hypothesis.given(strategies.lists(strategies.integers(0, 1 << 20), min_size=1, max_size=8))
def test_exp_golomb_comes_back(numbers):
    bits = Bits(packed("".join(map(coded, numbers))))
    assert [bits.ue() for _ in numbers] == numbers


@pytest.mark.parametrize(("number", "code"), [(0, 0), (1, 1), (-1, 2), (2, 3), (-2, 4), (-26, 52)])
def test_signed_exp_golomb(number, code):
    assert Bits(packed(coded(code))).se() == number


def test_the_end_is_noticed():
    with pytest.raises(OutOfBits):
        Bits(b"\x00").ue()
    with pytest.raises(OutOfBits):
        Bits(b"\xff").u(9)
    with pytest.raises(OutOfBits):
        Bits(b"").skip(1)


def test_emulation_prevention_is_undone_and_nothing_else():
    assert unescaped(b"\x01\x00\x00\x03\x01\x00\x00\x03\x00\x00\x03") == b"\x01\x00\x00\x01\x00\x00\x00\x00"
    assert unescaped(b"\x00\x00\x03\x04") == b"\x00\x00\x03\x04"  # not an escape: 4 needs none


def test_messages_longer_than_255_bytes():
    text = b"x264 - core 165 - options: " + b"a=1 " * 150
    body = b"u" * 16 + text + b"\0"
    size = bytes([255] * (len(body) // 255) + [len(body) % 255])
    unit = b"\x04\x01x" + b"\x05" + size + body + b"\x80"
    assert sei.texts(unit) == [text.decode().strip()]
    assert sei.texts(unit[:-60])[0].startswith("x264")
    assert sei.texts(b"\x05\xff\xff") == []


def test_the_shown_picture_of_a_superframe_is_its_last():
    hidden, shown = packed("10000100"), packed("10001000")
    index = bytes([0b11000001, len(hidden), len(shown), 0b11000001])
    reader = Vp9Heads(None)
    assert reader.picture(hidden + shown + index).qp is None  # shows an earlier picture again
    assert reader.stream().values["hidden_frames"] == 1


@pytest.mark.parametrize("codec", ["h264", "hevc", "vp9", "av1", "mpeg4", "mpeg2video"])
@hypothesis.given(data=strategies.binary(max_size=200), extra=strategies.none() | strategies.binary(max_size=60))
@hypothesis.settings(max_examples=60)
def test_any_bytes_are_survived(codec, data, extra):
    for framing in (extra, b"\x01" + (extra or b""), b"\x81" + (extra or b"")):
        reader = heads.reader(codec, framing)
        reader.picture(data)
        reader.picture(b"\0\0\0\1\x67" + data + b"\0\0\0\1\x68" + data + b"\0\0\0\1\x65" + data)
        reader.picture(b"\0\0\0\1\x42\1" + data + b"\0\0\0\1\x44\1" + data + b"\0\0\0\1\x26\1" + data)
        reader.picture(b"\x0a" + bytes([len(data) & 127]) + data + b"\x32" + bytes([len(data) & 127]) + data)
        reader.stream()


def test_unknown_codecs_have_no_reader():
    assert heads.reader("cinepak", None) is None
