"""What a file may ask of this program before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

from deepfake_studio.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Upper bounds checked before pictures are decoded."""

    max_pixels: int = 100_000_000
    max_frames: int = 2_000_000
    max_duration_seconds: float = 86_400.0
    max_streams: int = 64
    max_bytes: int = 1 << 40

    @classmethod
    def from_settings(cls, settings: Settings) -> Limits:
        """The limits the user chose."""
        return cls(
            max_pixels=settings.max_pixels,
            max_frames=settings.max_frames,
            max_duration_seconds=settings.max_duration_seconds,
            max_streams=settings.max_streams,
            max_bytes=settings.max_bytes,
        )


DEFAULT = Limits()
