"""What a picture file says about itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import ExifTags, Image

from deepfake_studio.errors import MediaError
from deepfake_studio.job import Job
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import Limits
from deepfake_studio.media.stills import DamagedPicture, Still
from deepfake_studio.media.streams import text
from deepfake_studio.vocabulary import MediaInfo, StreamInfo

_LONG = {
    "JPEG": "JPEG picture",
    "PNG": "Portable Network Graphics",
    "GIF": "Graphics Interchange Format",
    "WEBP": "WebP picture",
    "BMP": "Windows bitmap",
    "TIFF": "Tagged Image File Format",
    "AVIF": "AV1 Image File Format",
}
_ENCODER_TAGS = ("Software", "Make", "Model", "ProcessingSoftware", "HostComputer", "comment", "Comment")


def probe(path: Path, form: str, *, limits: Limits, job: Job) -> MediaInfo:
    """Facts of a still or animated picture file; every frame's header is read, its pixels are decoded once.

    Raises:
        MediaError: damaged from the first frame on, or over a limit.
        JobCancelled: the user asked to stop.
    """
    count, duration, failures, size = _walk(path, form, limits, job)
    with Still(path, form, limits=limits) as still:
        image = still.image
        metadata = _metadata(image)
        stream = StreamInfo(
            index=0,
            kind="video",
            codec=form.lower(),
            codec_long=_LONG.get(form),
            pixel_format=image.mode.lower(),
            width_px=image.size[0],
            height_px=image.size[1],
            rotation_degrees=_rotation(image),
            frames=count,
            start_seconds=0.0,
            duration_seconds=duration if count > 1 else None,
        )
    return MediaInfo(
        media_type="video" if count > 1 and form != "TIFF" else "image",
        container=form.lower(),
        container_long=_LONG.get(form),
        brands=(),
        duration_seconds=stream.duration_seconds,
        bit_rate_bps=None,
        streams=(stream,),
        display_width_px=size[0],
        display_height_px=size[1],
        frames=count,
        gop=None,
        qp=None,
        encoder_strings=tuple(dict.fromkeys(metadata[t] for t in _ENCODER_TAGS if t in metadata)),
        metadata=metadata,
        decode_failures=failures,
        warnings=("A frame behind the first is damaged; what follows it cannot be read.",) if failures else (),
    )


def _walk(path: Path, form: str, limits: Limits, job: Job) -> tuple[int, float, int, tuple[int, int]]:
    """(frames, duration in seconds, failures, upright size) by going through the file once."""
    count, seconds, failures, size = 0, 0.0, 0, (0, 0)
    with Still(path, form, limits=limits) as still:
        pictures = still.decoded()
        while True:
            job.progress(count, 0, shown(path))
            try:
                item = next(pictures, None)
            except DamagedPicture as error:
                if not count:
                    raise MediaError(str(error)) from error
                failures = 1
                break
            if item is None:
                break
            size = size if count else (item[1].shape[1], item[1].shape[0])
            count, seconds = count + 1, item[0]
        return count, seconds + (still.frame_seconds if count else 0.0), failures, size


def _rotation(image: Image.Image) -> int:
    """Clockwise degrees from the EXIF orientation."""
    try:
        return {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}.get(image.getexif().get(0x0112, 1), 0)
    except (OSError, ValueError, SyntaxError, TypeError, KeyError):
        return 0


def _metadata(image: Image.Image) -> dict[str, str]:
    """EXIF by tag name, text chunks and comments, as far as they are text."""
    found: dict[str, Any] = {}
    try:
        exif = image.getexif()
        found = {ExifTags.TAGS.get(tag, f"Exif{tag}"): value for tag, value in exif.items()}
    except (OSError, ValueError, SyntaxError, TypeError, KeyError):
        pass
    found |= {
        str(key): value for key, value in image.info.items() if isinstance(value, str | bytes | int | float | tuple)
    }
    found = {
        k: v
        for k, v in found.items()
        if k not in ("exif", "icc_profile", "photoshop", "xmp", "transparency", "XML:com.adobe.xmp")
    }
    pairs = ((text(k, longest=128), text(_plain(v))) for k, v in list(found.items())[:256])
    return {key: value for key, value in pairs if key and value}


def _plain(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
