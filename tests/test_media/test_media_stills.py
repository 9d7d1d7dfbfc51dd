"""Picture files are one- or many-frame videos of the same kind."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from deepfake_studio.errors import MediaError
from deepfake_studio.media.decode import DecodeReport, FrameReader, frame_sha256, frames, sampled
from deepfake_studio.media.limits import Limits
from deepfake_studio.media.probe import probe
from deepfake_studio.media.sampling import SamplingPlan, for_plan

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "BMP": "bmp", "TIFF": "tif", "GIF": "gif", "AVIF": "avif"}


@pytest.fixture
def picture(numbered) -> Image.Image:
    return Image.fromarray(numbered(5))


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_one_frame(tmp_path, picture, form):
    path = tmp_path / f"p.{FORMATS[form]}"
    picture.save(path, form)
    found = list(frames(path))
    assert [(f.decode_index, f.pts_seconds, f.pts) for f in found] == [(0, 0.0, None)]
    assert np.abs(found[0].pixels.astype(int) - np.asarray(picture)).mean() < 12
    media = probe(path)
    assert (media.media_type, media.frames, media.display_width_px, media.display_height_px) == ("image", 1, 128, 64)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(tmp_path, picture, orientation):
    path = tmp_path / "p.png"
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture.save(path, exif=exif)
    shape = (64, 128, 3) if orientation < 5 else (128, 64, 3)
    frame = next(frames(path))
    assert frame.pixels.shape == shape
    media = probe(path)
    assert (media.display_height_px, media.display_width_px) == shape[:2]
    plain = np.asarray(picture)
    turned = {1: plain, 2: plain[:, ::-1], 3: np.rot90(plain, 2), 6: np.rot90(plain, -1), 8: np.rot90(plain, 1)}
    if orientation in turned:
        assert np.array_equal(frame.pixels, turned[orientation])


@pytest.mark.parametrize(("form", "name"), [("GIF", "a.gif"), ("WEBP", "a.webp"), ("PNG", "a.png")])
def test_animations_have_frames_and_times(tmp_path, numbered, number_of, form, name):
    path = tmp_path / name
    images = [Image.fromarray(numbered(k)) for k in range(9)]
    images[0].save(path, form, save_all=True, append_images=images[1:], duration=[40, 80] * 4 + [40])
    found = list(frames(path))
    assert [number_of(f.pixels) for f in found] == list(range(9))
    assert [f.pts_seconds for f in found][:4] == pytest.approx([0.0, 0.04, 0.12, 0.16])
    media = probe(path)
    assert (media.media_type, media.frames) == ("video", 9)
    assert media.duration_seconds == pytest.approx(0.52)
    with FrameReader(path) as reader:
        for index in (8, 2, 2, 5, 0):
            assert frame_sha256(reader.at_index(index)) == frame_sha256(found[index])
        assert reader.at_seconds(0.13).decode_index == 2
    some = list(sampled(path, plan=SamplingPlan(name="quick", moments_seconds=(0.0, 0.13, 0.5))))
    assert [f.decode_index for f in some] == [0, 2, 8]
    assert for_plan("quick", media).moments_seconds is None


@pytest.mark.parametrize(
    ("mode", "value", "expected"),
    [
        ("L", 90, (90, 90, 90)),
        ("1", 1, (255, 255, 255)),
        ("I;16", 0x8000, (128, 128, 128)),
        ("LA", (90, 255), (90, 90, 90)),
        ("RGBA", (10, 20, 30, 0), (255, 255, 255)),
        ("RGBA", (10, 20, 30, 255), (10, 20, 30)),
    ],
)
def test_other_modes_become_rgb_on_white(tmp_path, mode, value, expected):
    path = tmp_path / "m.png"
    Image.new(mode, (8, 8), value).save(path)
    assert tuple(next(frames(path)).pixels[3, 3]) == expected


def test_palette_with_transparency(tmp_path):
    path = tmp_path / "p.gif"
    image = Image.new("P", (8, 8), 1)
    image.putpalette([0, 0, 0, 200, 10, 10])
    image.save(path, transparency=1)
    assert tuple(next(frames(path)).pixels[0, 0]) == (255, 255, 255)


def test_pages_of_a_tiff_are_frames(tmp_path, numbered, number_of):
    path = tmp_path / "p.tif"
    images = [Image.fromarray(numbered(k)) for k in range(3)]
    images[0].save(path, save_all=True, append_images=images[1:])
    assert [number_of(f.pixels) for f in frames(path)] == [0, 1, 2]
    assert probe(path).media_type == "image"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "AVIF"])
def test_half_a_file_is_refused(tmp_path, picture, form):
    path = tmp_path / "half"
    picture.resize((640, 480)).save(path, form)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(MediaError, match="half"):
        next(frames(path))


def test_damage_behind_the_first_frame_is_counted(tmp_path, numbered):
    path = tmp_path / "a.gif"
    images = [Image.fromarray(numbered(k)) for k in range(9)]
    images[0].save(path, save_all=True, append_images=images[1:], duration=40)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    report = DecodeReport()
    found = list(frames(path, report=report))
    assert 0 < len(found) < 9
    assert report.failures == 1
    assert probe(path).decode_failures == 1


def test_a_bomb_is_refused_by_its_header(tmp_path):
    path = tmp_path / "bomb.png"
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    packed = [struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(packed))
    for attempt in (lambda: next(frames(path)), lambda: probe(path), lambda: FrameReader(path)):
        with pytest.raises(MediaError, match="30000 x 30000"):
            attempt()


def test_limits_hold_for_animations(tmp_path, numbered):
    path = tmp_path / "a.gif"
    images = [Image.fromarray(numbered(k)) for k in range(9)]
    images[0].save(path, save_all=True, append_images=images[1:], duration=40)
    for limits in (Limits(max_frames=3), Limits(max_duration_seconds=0.1), Limits(max_bytes=10)):
        with pytest.raises(MediaError):
            probe(path, limits=limits)
