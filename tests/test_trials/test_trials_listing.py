"""Reading and writing lists of labelled clips."""

from __future__ import annotations

from pathlib import Path

import pytest

from deepfake_studio.errors import UsageError
from deepfake_studio.trials import listing


def test_paths_are_relative_to_the_list(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(
        "path,label,group,generator,has_face\na/b.mp4,fake,g,X (y z),no\nc.mp4,Real,h,none,\n"
    )
    fake, real = listing.read(tmp_path / "l.csv")
    assert fake.path == tmp_path / "a" / "b.mp4"
    assert (fake.manipulated, fake.generator, fake.has_face) == (True, "X", False)
    assert (real.manipulated, real.generator, real.has_face) == (False, "", True)


def test_three_columns_are_enough(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("path,label,group\na.mp4,fake,g\n")
    assert listing.read(tmp_path / "l.csv")[0].generator == "unnamed"


@pytest.mark.parametrize("text", ["", "path,label\na,fake\n", "path,label,group\n", "path,label,group\na,maybe,g\n"])
def test_an_unusable_list_is_one_sentence(text: str, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(text)
    with pytest.raises(UsageError, match=r"l\.csv"):
        listing.read(tmp_path / "l.csv")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_an_unreadable_list_is_one_sentence(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "l.csv").write_bytes(content)
    with pytest.raises(UsageError, match=r"l\.csv"):
        listing.read(tmp_path / "l.csv")


def test_written_lists_read_back(tmp_path: Path, listed: Path) -> None:
    clips = listing.read(listed)
    listing.write(tmp_path / "again.csv", clips, columns=list(clips[0].columns))
    assert listing.read(tmp_path / "again.csv") == clips
