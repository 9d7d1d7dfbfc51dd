"""A list of 000 as something to emulate by: which original size became which, and with what CRF."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from deepfake_studio.social import convert000, models000
from deepfake_studio.social.matching import Mode
from deepfake_studio.social.models000 import DEFAULT_ENCODER, Models
from deepfake_studio.social.nouns import Profile, Rung


@dataclass(frozen=True, slots=True)
class Model000:
    """The samples of one platform and encoder; ``profile`` is what they say beside the sizes."""

    profile: Profile
    platform: str
    encoder: str
    samples: tuple[tuple[str, str, float], ...]  # original size, target size, CRF

    @classmethod
    def of(cls, models: Models, platform: str, *, encoder: str = DEFAULT_ENCODER) -> Model000:
        """One platform of a list.

        Raises:
            UsageError: there are no samples, or the encoder is not known.
        """
        found = models000.samples(models, platform, encoder)
        plain = tuple((str(s["original_res"]), str(s["target_res"]), float(s["crf"])) for s in found)
        return cls(convert000.to_profile(models, platform, encoder=encoder), platform, encoder, plain)

    def for_size(self, size: tuple[int, int], *, mode: Mode) -> tuple[Profile, bool]:
        """The profile whose only rung is what a file of ``size`` (upright px) became, and whether it was enlarged.

        Target and mean CRF are those of 000's own rules; only the orientation is the file's: 000 squashes portrait
        pictures into landscape. ``median`` and ``sample`` use every CRF of that target.
        """
        turned = (size[1], size[0])
        known = {original for original, _, _ in self.samples}
        exact = f"{turned[0]}x{turned[1]}" in known and f"{size[0]}x{size[1]}" not in known
        found = models000.target(self._models(), self.platform, size=turned if exact else size, encoder=self.encoder)
        sides = (found.width_px, found.height_px)
        values = tuple(crf for _, to, crf in self.samples if _sides(to) == sides)
        rung = Rung(
            long_px=max(sides),
            short_px=min(sides),
            crf=(float(found.crf),) if mode == "mean" else values or (found.crf,),
        )
        return replace(self.profile, rungs=(rung,), profile=found.profile), self._enlarged(sides)

    def _enlarged(self, sides: tuple[int, int]) -> bool:
        """Whether every original that became this size was smaller."""
        sizes = [_sides(original) for original, to, _ in self.samples if _sides(to) == sides]
        return bool(sizes) and all(w * h < sides[0] * sides[1] for w, h in sizes)

    def _models(self) -> Models:
        samples: list[dict[str, Any]] = [
            {"original_res": original, "target_res": to, "crf": crf} for original, to, crf in self.samples
        ]
        return Models(name=self.profile.name, data={self.platform: {self.encoder: samples}})


def _sides(resolution: str) -> tuple[int, int]:
    width, height = resolution.split("x")
    return int(width), int(height)
