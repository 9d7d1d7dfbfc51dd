"""What `examine` writes in the forms that other tools made known: annotated video, DFSpot's files, deepcheckai's JSON.

When adding a form: its option in `add`, its check in `Exports.of`, its bytes in `Exports.write`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from deepfake_studio.casework.batch import Batch
from deepfake_studio.casework.derivatives import CODECS, Derivative, Derivatives, Style
from deepfake_studio.casework.inputs import Inputs, Item
from deepfake_studio.casework.items import ItemResult
from deepfake_studio.cli import dfspot, outputs
from deepfake_studio.cli.context import Context
from deepfake_studio.errors import JobCancelled, StudioError, UsageError
from deepfake_studio.report import predictions, system002

INDEX = "annotated.json"
_EXAMINE_SHARE = 0.7  # of an item's bar while it is examined, where it is drawn afterwards


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    group = parser.add_argument_group("outputs of other tools")
    group.add_argument("--annotated", metavar="DIR", help="draw each item again with its scores (not evidence)")
    group.add_argument("--annotated-codec", choices=CODECS, default=CODECS[0], help="of annotated video")
    group.add_argument("--annotated-heat", metavar="ID", help="draw heat maps of this detector into it")
    group.add_argument(
        "--predictions",
        metavar="FILE.csv",
        help="DFSpot's predictions.csv, img_predictions.json for pictures, and a rich file beside each",
    )
    group.add_argument("--deepcheckai", metavar="FILE.json", help="deepcheckai's result fields, unmeasured ones null")
    dfspot.add(group)


@dataclass(slots=True)
class Exports:
    """The forms asked for in one run, filled item by item."""

    args: argparse.Namespace
    context: Context
    inputs: Inputs
    rule: predictions.Rule
    derivatives: Derivatives | None
    failed: bool = False
    cancelled: bool = False
    _words: list[predictions.Prediction] = field(default_factory=list)
    _objects: list[dict[str, Any]] = field(default_factory=list)
    _index: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, args: argparse.Namespace, context: Context, inputs: Inputs, *, limits: dict[str, Any]) -> Exports:
        """Check every place before work begins.

        Raises:
            UsageError: a place cannot be written or is evidence.
        """
        if args.predictions is not None and Path(args.predictions).suffix.lower() != ".csv":
            raise UsageError(f"--predictions takes the name of a .csv file; {args.predictions} is none.")
        drawn = None
        if args.annotated is not None:
            style = _style(args, context)
            outputs.check_space(Path(args.annotated).absolute(), outputs.MARGIN_BYTES)
            drawn = Derivatives(args.annotated, inputs.items, walked=args.paths, style=style, limits=limits)
        elif args.annotated_heat is not None:
            raise UsageError("--annotated-heat draws into what --annotated DIR writes; name that folder too.")
        for target in (args.deepcheckai, *_prediction_files(args.predictions).values()):
            outputs.check_target(target, inputs.items)
        rule = predictions.DFSPOT if args.style == "dfspot" else predictions.OWN
        return cls(args, context, inputs, rule, drawn)

    @property
    def asked(self) -> bool:
        """Whether any form was asked for, so that nothing else need be printed."""
        return bool(self.args.predictions or self.args.deepcheckai)

    def following(self, batch: Batch) -> Followed:
        """The batch, each of whose results comes by here."""
        return Followed(batch, self)

    def take(self, result: ItemResult, batch: Batch, show: Callable[[float, str], None]) -> None:
        """Note one item and draw it."""
        shown, status, reason, found = result.shown, result.status, result.reason, result.examination
        if self.args.predictions is not None:
            word = predictions.predicted(shown, found, status=status, reason=reason, rule=self.rule)
            self._words.append(word)
        if self.args.deepcheckai is not None:
            self._objects.append(system002.result(shown, found, status=status, reason=reason))
        if self.derivatives is not None:
            self._draw(self.derivatives, result, batch, show)

    def _draw(
        self, derivatives: Derivatives, result: ItemResult, batch: Batch, show: Callable[[float, str], None]
    ) -> None:
        """Draw one item; its failure stops nothing else."""
        entry: dict[str, Any] = {"path": result.shown, "annotated": None, "reason": None}
        self._index.append(entry)
        try:
            job = self.context.job(lambda fraction, _: show(fraction, "annotate"))
            made = derivatives.of(result, batch.client, job=job)
        except JobCancelled:
            self.cancelled = True
            entry["reason"] = "cancelled"
            return
        except UsageError:
            raise
        except StudioError as error:
            self.failed = True
            entry["reason"] = str(error)
            self.context.console.line(f"{result.shown} was not annotated: {error}")
            return
        if made is None:
            entry["reason"] = _why_not(result)
            return
        self._note(entry, result, made, batch)

    def _note(self, entry: dict[str, Any], result: ItemResult, made: Derivative, batch: Batch) -> None:
        facts = {"evidence_sha256": result.exhibit.sha256 if result.exhibit else None, **made.facts}
        entry |= {"annotated": str(made.path), **facts}
        if batch.casework is not None:
            batch.casework.store.log("derivative.annotated", result.shown, detail={"file": str(made.path), **facts})
        for note in made.facts["notes"]:
            self.context.console.line(f"{made.path}: {note}")

    def write(self) -> None:
        """Every file that was asked for; what is done is written after Ctrl-C too."""
        for kind, target in _prediction_files(self.args.predictions).items():
            stills = [p for p in self._words if p.still]
            if kind.startswith("img") and not stills:
                continue
            outputs.write_whole(target, _BYTES[kind](self._words))
        if unsaid := [p for p in self._words if p.word is None]:
            name = Path(self.args.predictions).name
            self.context.console.line(
                f"{len(unsaid)} items have no score and therefore no row in {name}; the rich file says why."
            )
        if self.args.deepcheckai is not None:
            single = len(self.inputs.items) == 1 and not Path(self.args.paths[0] if self.args.paths else "").is_dir()
            outputs.write_whole(self.args.deepcheckai, system002.document(self._objects, single=single))
        if self.derivatives is not None:
            index = {"schema": "deepfake-studio/annotated/1", "items": self._index}
            outputs.write_whole(str(self.derivatives.folder / INDEX), outputs.json_bytes(index))


def _style(args: argparse.Namespace, context: Context) -> Style:
    """How items are drawn; an unknown detector is told before work begins."""
    from deepfake_studio.inference import registry

    heat = None if args.annotated_heat is None else registry.spec(args.annotated_heat).id
    style = Style(codec=args.annotated_codec, heat=heat, device=args.device or context.settings.device)
    return (
        replace(style, unit="probability", threshold=predictions.DFSPOT.threshold) if args.style == "dfspot" else style
    )


_BYTES: Mapping[str, Callable[[Sequence[predictions.Prediction]], bytes]] = {
    "csv": predictions.videos_csv,
    "csv_rich": predictions.rich_csv,
    "img": predictions.images_json,
    "img_rich": predictions.rich_json,
}


def _prediction_files(named: str | None) -> dict[str, str]:
    """The four files; beside ``predictions.csv`` its rich one, ``img_predictions.json`` and that one's."""
    if named is None:
        return {}
    path = Path(named)
    return {
        "csv": named,
        "csv_rich": str(path.with_name(f"{path.stem}_rich.csv")),
        "img": str(path.with_name(f"img_{path.stem}.json")),
        "img_rich": str(path.with_name(f"img_{path.stem}_rich.json")),
    }


def _why_not(result: ItemResult) -> str:
    if result.duplicate_of is not None:
        return f"the same bytes as {result.duplicate_of}"
    return result.reason or result.status.replace("_", " ")


@dataclass(slots=True)
class Followed:
    """A batch whose results are also exported; takes its place in the loop over items."""

    batch: Batch
    exports: Exports

    def one(self, item: Item, *, show: Callable[[float, str], None]) -> ItemResult:
        """Examine, then export.

        Raises:
            JobCancelled, UsageError: as `Batch.one`.
        """
        share = _EXAMINE_SHARE if self.exports.derivatives is not None else 1.0
        result = self.batch.one(item, show=lambda fraction, note: show(share * fraction, note))
        self.exports.take(result, self.batch, lambda fraction, note: show(share + (1 - share) * fraction, note))
        return result
