"""``python -m deepfake_studio.trials``: what follows an evaluation, from its cache, without examining anything again.

``tables`` makes the figures again; ``calibrate`` fits the calibrations that ship; ``normalise`` writes normalised
copies to evaluate in turn; ``derive`` writes compressed ones; ``compare`` puts finished evaluations side by side and
``ablation`` one below the other. ``robustness-table`` examines: a list's clips as they are and through profiles.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.job import QuietJob
from deepfake_studio.trials.collect import Cache, ClipResult, collect
from deepfake_studio.vocabulary import Examination

_FEW = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 2 when the evaluation or the list is not usable."""
    args = _parser().parse_args(arguments)
    try:
        for line in args.run(args):
            sys.stdout.write(f"{line}\n")
    except StudioError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _speech(args: argparse.Namespace) -> list[str]:
    from deepfake_studio.trials import speech

    names = [name.strip() for name in (args.detectors or "").split(",") if name.strip()]
    return speech.measure(args.csv, detector_ids=names, plan=args.plan, out=args.out, job=QuietJob())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deepfake_studio.trials", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, text in (
        ("tables", _tables, "make the tables again"),
        ("calibrate", _calibrate, "fit and write the calibrations that ship"),
        ("normalise", _normalise, "write normalised copies and their list"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("csv", type=Path, help="the list that was evaluated")
        command.add_argument("--evaluation", type=Path, required=True, metavar="DIR", help="--out of the evaluation")
        command.add_argument("--out", type=Path, required=True, metavar="DIR", help="where to write")
        command.add_argument("--ensemble", metavar="IDS", help="fused detectors; those of the evaluation by default")
        command.add_argument("--protocol", choices=("group", "generator"), help="as evaluated by default")
        command.add_argument("--outside", metavar="GENERATORS", help="never fitted on; as evaluated by default")
        command.add_argument(
            "--copies",
            nargs="*",
            default=(),
            metavar="CSV@DIR",
            help="lists of copies of the clips with their evaluations, to fit calibrations on together",
        )
        command.add_argument("--plan", default="standard", help="sampling plan of the evaluation, for the record")
        command.set_defaults(run=run)
    derive = commands.add_parser("derive", help="write copies of a list's clips under a compression, and their list")
    derive.add_argument("csv", type=Path)
    derive.add_argument("--condition", required=True, metavar="NAME", help="crf23, crf28, crf35, crf40, half, ...")
    derive.add_argument("--out", type=Path, required=True, metavar="DIR")
    derive.set_defaults(run=_derive)
    compare = commands.add_parser("compare", help="finished evaluations side by side (conditions, ablations)")
    compare.add_argument("evaluations", nargs="+", metavar="NAME=DIR")
    compare.add_argument("--title", default="Evaluations compared")
    compare.set_defaults(run=_compare)
    ablation = commands.add_parser("ablation", help="what each step buys: evaluations as rows, conditions as columns")
    ablation.add_argument("steps", nargs="+", metavar="NAME=DIR[@SYSTEM]")
    ablation.add_argument("--title", default="Ablation")
    ablation.set_defaults(run=_ablation)
    speech = commands.add_parser("speech", help="EER and AUC of detectors of speech on a labelled list of recordings")
    speech.add_argument("csv", type=Path, help="columns path,label (real or fake) and optionally generator")
    speech.add_argument("--detectors", metavar="IDS", help="comma-separated; every installed one by default")
    speech.add_argument("--plan", choices=("quick", "standard", "full"), default="standard")
    speech.add_argument("--out", type=Path, required=True, metavar="DIR", help="scores.csv; found again")
    speech.set_defaults(run=_speech)
    through = commands.add_parser("robustness-table", help="a list's clips as they are and through platform profiles")
    through.add_argument("csv", type=Path)
    through.add_argument("--profiles", required=True, metavar="NAMES", help="comma-separated names or TOML files")
    through.add_argument("--label", choices=("real", "fake", "all"), default="real", help="which clips of the list")
    through.add_argument("--plan", choices=("quick", "standard", "full"), default="standard")
    through.add_argument("--out", type=Path, required=True, metavar="DIR", help="table and results; found again")
    through.add_argument("--evaluation", type=Path, metavar="DIR", help="of the list as it is: adds held-out outcomes")
    through.add_argument(
        "--copies", type=Path, metavar="DIR", dest="copies_dir", help="of that evaluation: fit on its copies too"
    )
    through.add_argument("--conditions", default="share,normalised", metavar="NAMES", help="which of its copies")
    through.set_defaults(run=_robustness_table, ensemble=None, protocol=None, outside=None, copies=[])
    cards = commands.add_parser("cards", help="write the model cards of the shipped detectors from evaluations")
    cards.add_argument("evaluations", nargs="+", metavar="NAME=DIR")
    cards.set_defaults(run=_cards)
    return parser


def _derive(args: argparse.Namespace) -> list[str]:
    from deepfake_studio.media.limits import Limits
    from deepfake_studio.trials import conditions, listing

    (name,) = conditions.named(args.condition)[:1]
    if name not in conditions.CONDITIONS:
        raise UsageError(f"'{name}' needs no copies of this kind; 'normalise' writes normalised ones.")
    made = conditions.derive(listing.read(args.csv), name, args.out, limits=Limits(), job=QuietJob())
    return [str(made.list_path), *(f"no copy of {clip}: {reason}" for clip, reason in made.failed.items())]


def _robustness_table(args: argparse.Namespace) -> list[str]:
    from deepfake_studio.media.limits import Limits
    from deepfake_studio.social import profiles
    from deepfake_studio.trials import held_out_copies, listing, robustness_table

    job = QuietJob()
    wanted = [clip for clip in listing.read(args.csv) if args.label in ("all", "fake" if clip.manipulated else "real")]
    found = [profiles.find(name.strip()) for name in args.profiles.split(",") if name.strip()]
    made = robustness_table.bench(args.out / "results", plan=args.plan, limits=Limits(), job=job)
    bench, memory = held_out_copies.remembering(made)
    rows = robustness_table.build(wanted, found, bench=bench, job=job)
    title = f"{len(wanted)} clips ({args.label}) through {len(found)} profiles"
    text = robustness_table.markdown(rows, title=f"{title}: as the shipped calibrations say")
    plain = {"shipped": robustness_table.plain(rows)}
    if args.evaluation is not None:
        as_is = _measured(args, replicates=_FEW)  # its population is wanted, not its intervals
        people = _with_copies(as_is, args)
        again = robustness_table.held_out(rows, memory=memory, as_is=people, ensemble=as_is.ensemble)
        text += "\n" + robustness_table.markdown(again, title=f"{title}: held out, no fit saw the clip's group")
        plain["held_out"] = robustness_table.plain(again)
    (args.out / "robustness-table.md").write_text(text, "utf-8")
    (args.out / "robustness-table.json").write_text(json.dumps(plain, indent=1), "utf-8")
    return [text]


def _with_copies(as_is: Any, args: argparse.Namespace) -> Any:
    """What held-out fits learn from: the clips as they are, with --copies also what was made of them."""
    from deepfake_studio.media.limits import Limits
    from deepfake_studio.trials import conditions, robustness

    if args.copies_dir is None:
        return as_is.population
    cache = Cache(folder=_cache_folder(args.evaluation), recipe=as_is.recipe)
    stage = robustness.Stage(examine_one=_refuse, cache=cache, copies_dir=args.copies_dir, limits=Limits())
    return robustness.joined(as_is, conditions.named(args.conditions), stage, job=QuietJob())


def _compare(args: argparse.Namespace) -> list[str]:
    from deepfake_studio.trials import compare

    return [compare.markdown(_named(args), title=args.title)]


def _ablation(args: argparse.Namespace) -> list[str]:
    from deepfake_studio.trials import ablation

    return [ablation.markdown([ablation.read(text) for text in args.steps], title=args.title)]


def _named(args: argparse.Namespace) -> dict[str, dict[str, Any]]:
    from deepfake_studio.trials import compare

    pairs = [text.partition("=") for text in args.evaluations]
    if not all(folder for _, _, folder in pairs):
        raise UsageError("Name every evaluation as NAME=DIR, for instance as-is=E/as-is.")
    return {name: compare.read(Path(folder)) for name, _, folder in pairs}


def _cards(args: argparse.Namespace) -> list[str]:
    from deepfake_studio import paths
    from deepfake_studio.inference import registry
    from deepfake_studio.trials import cards

    texts = cards.about(paths.models_dir() / "about.toml")
    evaluations, out = _named(args), []
    for spec in registry.specs():
        if spec.card is not None and Path(spec.folder) == paths.models_dir():
            file = paths.models_dir() / spec.card
            file.write_text(cards.card(spec, texts, evaluations), "utf-8")
            out.append(str(file))
    return out


def _tables(args: argparse.Namespace) -> list[str]:
    from deepfake_studio.trials import tables, write

    found = _measured(args)
    write.write(found, args.out)
    return [tables.markdown(found)]


def _calibrate(args: argparse.Namespace) -> list[str]:
    from deepfake_studio.trials import calibrate

    return [str(path) for path in calibrate.write_all(calibrate.fit_all(_measured(args), plan=args.plan), args.out)]


def _normalise(args: argparse.Namespace) -> list[str]:
    from deepfake_studio.media.limits import Limits
    from deepfake_studio.trials.normalise import normalise

    made = normalise(_cached(args.csv, args.evaluation)[1], args.out, limits=Limits(), job=QuietJob())
    return [f"{sum(c.path.exists() for c in made)} of {len(made)} copies: {args.out / 'normalised.csv'}"]


def _measured(args: argparse.Namespace, *, replicates: int | None = None) -> Any:
    from deepfake_studio.trials import population, robustness
    from deepfake_studio.trials.evaluate import measure

    plain, results = _cached(args.csv, args.evaluation)
    outside = args.outside.split(",") if args.outside else plain.get("outside", [])
    others = [population.build(r, tuple(plain["detectors"]), outside=outside) for r in _copies(args)]
    own = population.build(results, tuple(plain["detectors"]), outside=outside)
    return measure(
        results,
        fitted_on=population.joined([own, *others]) if others else None,
        calibrated_on=robustness.ALL,
        list_name=args.csv.name,
        detectors=plain["detectors"],
        ensemble=args.ensemble.split(",") if args.ensemble else plain["ensemble"],
        recipe=plain["recipe"],
        protocol=args.protocol or plain["protocol"],
        outside=outside,
        replicates=replicates or plain["bootstrap_replicates"],
    )


def _copies(args: argparse.Namespace) -> list[tuple[ClipResult, ...]]:
    named = [text.rpartition("@") for text in args.copies]
    if not all(listed for listed, _, _ in named):
        raise UsageError("Name copies as CSV@DIR: their list and the folder of their evaluation.")
    return [_cached(Path(listed), Path(folder))[1] for listed, _, folder in named]


def _cached(csv: Path, evaluation: Path) -> tuple[dict[str, Any], tuple[ClipResult, ...]]:
    """A finished evaluation and its examined clips."""
    from deepfake_studio.trials import listing

    file = evaluation / "evaluation.json"
    try:
        plain = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} cannot be read ({error}); run deepfake-studio evaluate first.") from error
    cache = Cache(folder=_cache_folder(evaluation), recipe=plain["recipe"])
    results = collect(listing.read(csv), examine_one=_refuse, detectors=plain["detectors"], cache=cache, job=QuietJob())
    return plain, results


def _cache_folder(evaluation: Path) -> Path:
    """Of its own, or for a condition that of the evaluation it belongs to."""
    own = evaluation / "cache"
    return own if own.is_dir() else evaluation.parent.parent / "cache"


def _refuse(path: Path, detector_ids: tuple[str, ...]) -> Examination:
    raise UsageError(f"{path} is not in the cache; run deepfake-studio evaluate again.")


if __name__ == "__main__":
    sys.exit(main())
