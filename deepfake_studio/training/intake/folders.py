"""A folder of labelled pictures and videos: ``SPLIT/LABEL/...``, or ``LABEL/...`` without splits."""

from __future__ import annotations

from pathlib import Path

from deepfake_studio.errors import StudioError
from deepfake_studio.training.intake.items import PICTURES, VIDEOS, Item, natural, split_of
from deepfake_studio.training.intake.views import FACES, View


def list_folder(folder: Path, *, view: View = FACES) -> list[Item]:
    """Every picture and video below ``folder`` that lies in a folder called like a label.

    The first part of the path that is a label word gives the label, the part before it the split. A folder below the
    label is one group (the frames of a video, the pictures of a person): ``train/real/ANNA/7.png``.

    Raises:
        StudioError: nothing is found.
    """
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in PICTURES | VIDEOS)
    items = [item for path in paths if (item := _item(path, folder, view)) is not None]
    if not items:
        zero, one = view.folders
        raise StudioError(
            f"{folder} has no pictures in a folder 'train/{zero}'; put {view.classes[0]} ones there and "
            f"{view.classes[1]} ones into 'train/{one}' (or '{zero}' and '{one}' without splits), and start again."
        )
    return items


def unlabelled(folder: Path, items: list[Item]) -> list[str]:
    """Names of the pictures and videos that lie in no folder called like a label."""
    taken = {i.path for i in items}
    return [str(p.relative_to(folder)) for p in sorted(folder.rglob("*")) if _left_out(p) and p not in taken]


def _left_out(path: Path) -> bool:
    return path.suffix.lower() in PICTURES | VIDEOS and path.is_file()


def _item(path: Path, folder: Path, view: View) -> Item | None:
    name = path.relative_to(folder)
    parts = name.parts[:-1]
    at = next((i for i, part in enumerate(parts) if view.label_of(part) is not None), None)
    if at is None:
        return None
    below = "/".join(parts[at + 1 :])
    place = "/".join((*parts[:at], parts[at], below))
    still = path.suffix.lower() in PICTURES
    number = natural(path.stem)[-1:] if below else ()
    return Item(
        path=path,
        name=name.as_posix(),
        label=view.label_of(parts[at]) or 0,
        split=split_of(parts[at - 1]) if at else None,
        groups=(below,) if below else (),
        video=place if below and still else "",
        frame_index=number[0][1] if still and number and number[0][0] == 0 else None,
    )
