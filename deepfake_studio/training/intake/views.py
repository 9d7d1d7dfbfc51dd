"""What a preparation cuts out of a frame, and the words for it: faces, or squares of the whole frame.

The two answer different questions, so they have different classes: a manipulated face is not a generated picture, and
a folder called ``fake`` means nothing where it is asked whether a camera recorded something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deepfake_studio.training.prepared import RECIPE, TILE_RECIPE


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One of the two.

    Attributes:
        recipe: how a crop is cut; named in the index, and decides what a cache may be used for.
        thing: what a crop is called in sentences.
        nothing: why a frame has none.
        classes: what the labels 0 and 1 mean.
        folders: the usual folder names of the labels 0 and 1.
        words: every word that is understood as a label.
        whole_frames: whether faces are left alone.
    """

    recipe: str
    thing: str
    nothing: str
    classes: Mapping[int, str]
    folders: tuple[str, str]
    words: Mapping[str, int]
    whole_frames: bool = False

    def label_of(self, word: str) -> int | None:
        """0 or 1 for a label word in any case, ``None`` for another."""
        return self.words.get(word.strip().lower())

    @property
    def label_words(self) -> str:
        """The words as a sentence lists them."""
        each = [[w for w, label in self.words.items() if label == wanted] for wanted in (0, 1)]
        return ", and ".join(f"{', '.join(words[:-1])} or {words[-1]}" for words in each)


FACES = View(
    recipe=RECIPE,
    thing="face",
    nothing="no face",
    classes={0: "genuine", 1: "manipulated"},
    folders=("real", "fake"),
    words={"real": 0, "genuine": 0, "0": 0, "fake": 1, "manipulated": 1, "1": 1},
)
TILES = View(
    recipe=TILE_RECIPE,
    thing="square",
    nothing="picture smaller than a square",
    classes={0: "recorded", 1: "generated"},
    folders=("real", "generated"),
    words={"real": 0, "recorded": 0, "0": 0, "generated": 1, "1": 1},
    whole_frames=True,
)
