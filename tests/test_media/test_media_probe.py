"""Facts of files as container and decoder state them."""

from __future__ import annotations

import json
from fractions import Fraction

import av
import pytest

from deepfake_studio.errors import MediaError, NotApplicable
from deepfake_studio.media.bitstream import quantisers
from deepfake_studio.media.coded import Coded
from deepfake_studio.media.probe import probe
from deepfake_studio.vocabulary import MediaInfo
from deepfake_studio.wire import from_plain, to_plain


def video(media):
    return next(s for s in media.streams if s.kind == "video")


def test_the_usual_facts(clips):
    media = probe(clips["b-frames"])
    stream = video(media)
    assert media.media_type == "video"
    assert media.container == "mp4"
    assert media.brands[0] == "isom"
    assert (stream.codec, stream.profile, stream.pixel_format) == ("h264", "High", "yuv420p")
    assert (stream.width_px, stream.height_px, stream.frame_rate) == (128, 64, Fraction(25))
    assert (media.frames, stream.frames, stream.variable_frame_rate) == (50, 50, False)
    assert (stream.start_seconds, stream.duration_seconds) == pytest.approx((0.0, 2.0))
    assert stream.level in range(9, 63)
    assert (media.decode_failures, media.warnings) == (0, ())


def test_it_survives_the_wire(clips):
    for kind in ("b-frames", "vfr", "mpeg2-ps"):
        media = probe(clips[kind])
        assert from_plain(MediaInfo, json.loads(json.dumps(to_plain(media)))) == media


def test_a_bare_stream_has_the_rate_of_its_headers(tmp_path, write):
    path = write(tmp_path / "bare.h264", container="h264", fps=30)
    media = probe(path)
    assert video(media).frame_rate == 30
    assert media.duration_seconds == pytest.approx(media.qp.frames_measured / 30)
    with pytest.raises(NotApplicable, match="states no times"):
        Coded(path)


def test_group_structure(clips):
    gop = probe(clips["b-frames"]).gop
    assert gop.key_frames == 5
    assert gop.lengths == (12, 12, 12, 12, 2)
    assert gop.pattern[0] == "I"
    assert len(gop.pattern) == 12
    assert 0 < gop.b_frames < 45
    assert (gop.frames_read, gop.complete) == (50, True)
    assert probe(clips["plain"]).gop.b_frames == 0
    assert set(probe(clips["plain"]).gop.pattern) == {"I", "P"}


@pytest.mark.parametrize("kind", ["b-frames", "mpeg2-ps", "vp9"])
def test_quantisers_where_the_decoder_tells(clips, kind):
    qp = probe(clips[kind]).qp
    assert qp.frames_measured > 20
    assert set(qp.mean_by_type) <= {"I", "P", "B"}
    assert all(qp.minimum <= mean <= qp.maximum for mean in qp.mean_by_type.values())


def test_a_constant_quantiser_is_measured_exactly(tmp_path, write):
    path = write(tmp_path / "qp.mp4", options={"qp": "27", "bf": "0", "x264-params": "ipratio=1.0:aq-mode=0"})
    qp = probe(path).qp
    assert qp.mean_by_type["P"] == pytest.approx(27, abs=0.01)
    assert (qp.minimum, qp.maximum) == (27, 27)


def test_no_quantisers_where_the_decoder_is_silent(clips):
    assert probe(clips["av1"]).qp is None


@pytest.mark.parametrize("bad", [b"", b"\0" * 16, b"\xff" * 64])
def test_malformed_quantiser_data_gives_none(bad):
    assert not len(quantisers(bad))


def test_the_encoder_signs_its_work(clips):
    assert any(s.startswith("x264 - core") for s in probe(clips["b-frames"]).encoder_strings)
    assert any(s.startswith("x265") for s in probe(clips["hevc"]).encoder_strings)
    assert any(s.startswith("Lavc") for s in probe(clips["mpeg4-avi"]).encoder_strings)


def test_variable_frame_rate(clips):
    assert video(probe(clips["vfr"])).variable_frame_rate is True
    assert video(probe(clips["late"])).start_seconds == pytest.approx(20.0)


def test_packets_that_are_not_pictures_are_said_so(clips):
    media = probe(clips["h264-es"])
    assert media.frames is None
    assert "one to one" in media.warnings[0]


@pytest.mark.parametrize("kind", ["mp3", "wav", "flac", "m4a", "ogg"])
def test_sound_files(sounds, kind):
    media = probe(sounds[kind])
    stream = media.streams[0]
    assert (media.media_type, stream.kind, stream.channels) == ("audio", "audio", 1)
    assert stream.sample_rate_hz in (16000, 48000)
    assert media.duration_seconds == pytest.approx(1.0, abs=0.15)
    assert (media.frames, media.gop, media.qp, media.display_width_px) == (None, None, None, None)


def test_a_cover_picture_is_no_video(tmp_path, sounds, numbered):
    from PIL import Image

    cover = tmp_path / "cover.png"
    Image.fromarray(numbered(3)).save(cover)
    path = tmp_path / "covered.mp3"
    with av.open(str(sounds["mp3"])) as sound, av.open(str(cover)) as image, av.open(str(path), "w") as out:
        streams = [out.add_stream_from_template(c.streams[0]) for c in (sound, image)]
        streams[1].disposition = av.stream.Disposition.attached_pic
        for container, stream in zip((sound, image), streams, strict=True):
            for packet in container.demux():
                if packet.dts is not None:
                    packet.stream = stream
                    out.mux(packet)
    assert probe(path).media_type == "audio"


def test_nothing_inside(tmp_path):
    path = tmp_path / "empty.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=25)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        out.start_encoding()
    with pytest.raises((MediaError, NotApplicable), match=r"empty\.mkv"):
        probe(path)


def test_metadata_is_printable_and_bounded(tmp_path, write):
    path = tmp_path / "m.mkv"
    with av.open(str(path), "w") as out:
        out.metadata["title"] = "a\x07b" + "x" * 10_000
        stream = out.add_stream("mpeg4", rate=25)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        out.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        out.mux(stream.encode(None))
    title = {k.lower(): v for k, v in probe(path).metadata.items()}["title"]
    assert len(title) == 4096
    assert title.isprintable()


def test_tags_that_another_container_copied_are_no_brands(tmp_path):
    path = tmp_path / "a.mp3"
    with av.open(str(path), "w", options={"id3v2_version": "3"}) as container:
        container.metadata.update({"major_brand": "isom", "compatible_brands": "isomavc1"})
        stream = container.add_stream("mp3", rate=44100)
        frame = av.AudioFrame(format="s16p", layout="mono", samples=1152)
        frame.sample_rate = 44100
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    media = probe(path)
    assert media.container == "mp3"
    assert media.metadata["major_brand"] == "isom"
    assert media.brands == ()
