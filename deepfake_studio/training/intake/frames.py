"""The squares of one picture or video file: those that a detector of whole frames will read, and what they measure.

Pictures go through the decoder of an examination, so that training and examining see the same pixels.
"""

from __future__ import annotations

from pathlib import Path

from deepfake_studio.errors import MediaError, NotApplicable
from deepfake_studio.inference import tiles
from deepfake_studio.job import Job
from deepfake_studio.media import decode
from deepfake_studio.media.sampling import SamplingPlan
from deepfake_studio.training.intake.faces import Image, Look, Unusable, is_picture, spread_plan
from deepfake_studio.training.intake.likeness import perceptual_hash
from deepfake_studio.training.intake.quality import measure_tile
from deepfake_studio.training.prepared import SIZE_PX
from deepfake_studio.vocabulary import Frame, TileRecipe

RECIPE = TileRecipe()


def look(path: Path, *, frames: int, job: Job) -> list[Look]:
    """Every square of each frame looked at; a frame too small for one gives a look without measures.

    Args:
        path: the file.
        frames: at most so many of a video.
        job: asked whether to stop.

    Raises:
        Unusable: nothing can be decoded.
        JobCancelled: the user asked to stop.
    """
    still = is_picture(path)
    found: list[Look] = []
    try:
        plan = SamplingPlan(name="quick", moments_seconds=None) if still else spread_plan(path, frames, job)
        for frame in decode.sampled(path, plan=plan, job=job, threads=1):
            found += _squares(frame.pixels, None if still else frame)
            if still:  # of a moving picture that is listed as a still the first frame speaks
                break
    except NotApplicable as error:
        raise Unusable("no pictures in it") from error
    except MediaError as error:
        raise Unusable("unreadable") from error
    if not found:
        raise Unusable("unreadable")
    return found


def _squares(pixels: Image, frame: Frame | None) -> list[Look]:
    likeness = perceptual_hash(pixels)
    index, seconds = (frame.decode_index, frame.pts_seconds) if frame is not None else (None, None)
    made = tiles.cut(pixels, side_px=SIZE_PX, stored_px=SIZE_PX, recipe=RECIPE)
    if not made:
        return [Look(likeness=likeness, frame_index=index, pts_seconds=seconds)]
    return [
        Look(
            likeness=likeness,
            frame_index=index,
            pts_seconds=seconds,
            measures=measure_tile(image, picture_px=min(pixels.shape[:2])),
            landmarks=[],
            crop=image,
            tile=name,
        )
        for name, image in made.items()
    ]
