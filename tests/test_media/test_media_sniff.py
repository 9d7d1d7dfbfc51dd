"""Files are known by their bytes; what names other files is refused."""

from __future__ import annotations

import pytest

from deepfake_studio.errors import MediaError
from deepfake_studio.media.decode import frames
from deepfake_studio.media.sniff import Sniffed, sniff, sniff_bytes

EXPECTED = {
    "plain": "mov", "vfr": "matroska", "open-gop-ts": "mpegts", "vp9": "matroska", "mpeg4-avi": "avi", "flv": "flv",
    "mpeg2-ps": "mpeg", "mpeg1-es": "mpegvideo", "h264-es": "h264", "mjpeg": "mov",
}  # fmt: skip


@pytest.mark.parametrize("kind", EXPECTED)
def test_video_containers(clips, kind, tmp_path):
    path = tmp_path / "without-extension"
    path.write_bytes(clips[kind].read_bytes())
    assert sniff(path) == Sniffed(EXPECTED[kind], "video")


@pytest.mark.parametrize(("kind", "demuxer"), [("mp3", "mp3"), ("wav", "wav"), ("flac", "flac"), ("m4a", "mov")])
def test_sound(sounds, kind, demuxer):
    assert sniff(sounds[kind]) == Sniffed(demuxer, "audio")


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"RIFF\0\0\0\0WEBPVP8 ", "WEBP"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "AVIF"),
        (b"BM" + b"\0" * 12 + b"\x28\0\0\0", "BMP"),
        (b"ID3\x04\0\0\0\0\0\0fLaC", "flac"),
        (b"ID3\x04\0\0\0\0\0\0\xff\xf1\x50\x80", "aac"),
        (b"ID3\x04\0\0\0\0\0\0\xff\xfb\x90\x00", "mp3"),
        (b"\xff\xf1\x50\x80\0\0", "aac"),
        (b"FORM\0\0\0\0AIFF", "aiff"),
        (b"\0\0\0\x01\x40\x01\x0c", "hevc"),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "mov"),
    ],
)
def test_magic(head, name):
    found = sniff_bytes(head)
    assert found is not None
    assert found.name == name


def test_transport_streams_from_any_byte(clips):
    data = clips["open-gop-ts"].read_bytes()
    assert sniff_bytes(data[100:4000]) == Sniffed("mpegts", "video")


PLAYLISTS = [
    b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    b"\xef\xbb\xbf#EXTM3U\n",
    b"ffconcat version 1.0\nfile '/etc/passwd'\n",
    b"file '/etc/passwd'\n",
    b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=video 5004 RTP/AVP 96\r\n",
    b'<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011">',
    b"[playlist]\nFile1=http://example.org/a.mp3\n",
]


@pytest.mark.parametrize("content", PLAYLISTS)
def test_playlists_are_refused_by_name(tmp_path, content):
    path = tmp_path / "innocent.mp4"
    path.write_bytes(content)
    with pytest.raises(MediaError, match="is a playlist"):
        next(frames(path))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"hello, I am no video\n" * 10, "is text"),
        ("Grüße".encode("utf-16"), "is text"),
        (b"\0" * 5000, "zero bytes"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1", "HEIF/HEIC"),
        (b"MZ\x90\0" + bytes(range(256)) * 4, "of no kind"),
        (b"\x7fELF\xff\xfe\xfd", "of no kind"),
    ],
)
def test_everything_else_is_refused_with_its_reason(tmp_path, content, words):
    path = tmp_path / "x.mp4"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=words) as caught:
        sniff(path)
    assert str(path) in str(caught.value)


def test_an_avi_that_carries_a_playlist_reads_no_other_file(tmp_path, clips):
    """CVE-2016-1897 and its kin: the demuxer is forced, nested formats and protocols are not allowed."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    path = tmp_path / "x.avi"
    data = clips["mpeg4-avi"].read_bytes()
    payload = f"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\nfile://{secret}\n".encode()
    path.write_bytes(data + b"GAB2\0" + payload)
    stamp = secret.stat().st_atime_ns
    assert len(list(frames(path))) == 50
    assert secret.stat().st_atime_ns == stamp
