"""``deepfake-studio sn profiles``: platform profiles listed, shown, compared, merged and checked."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.outputs import json_bytes, write_whole
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import UsageError
from deepfake_studio.wire import to_plain

if TYPE_CHECKING:
    from deepfake_studio.social.nouns import Rung


def add(commands: Any) -> None:
    """Add the command to ``sn``."""
    parser = commands.add_parser("profiles", help="how platforms compress, as measured or documented")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_list(actions)
    show = actions.add_parser("show", help="all that is known of one")
    show.add_argument("name", metavar="NAME|FILE.toml")
    compare = actions.add_parser("compare", help="in what two differ")
    compare.add_argument("one", metavar="NAME|FILE.toml")
    compare.add_argument("other", metavar="NAME|FILE.toml")
    merge = actions.add_parser("merge", help="measured profiles of one platform as one")
    merge.add_argument("names", metavar="NAME|FILE.toml", nargs="+")
    merge.add_argument("--name", metavar="NAME", help="of the result; the first one's by default")
    merge.add_argument("--folder", metavar="DIR", help="where to write it; the user's profiles by default")
    validate = actions.add_parser("validate", help="check profile files")
    validate.add_argument("files", metavar="FILE.toml", nargs="+")
    for action, run in ((show, run_show), (compare, run_compare), (merge, run_merge), (validate, run_validate)):
        action.add_argument("--case", metavar="DIR.dfcase", help="look into this case first")
        action.set_defaults(run=run)
    for action in (show, compare):
        action.add_argument("--json", metavar="FILE", help="write it as JSON (- is standard output)")


def _add_list(actions: Any) -> None:
    listed = actions.add_parser("list", help="one line each")
    listed.add_argument("--case", metavar="DIR.dfcase", help="look into this case first")
    listed.add_argument("--json", metavar="FILE", help="write it as JSON (- is standard output)")
    listed.set_defaults(run=run_list)


def _case(args: argparse.Namespace) -> Path | None:
    return Path(args.case) if args.case else None


def run_list(args: argparse.Namespace, context: Context) -> int:
    """Name, where it lies, rungs, what it rests on; a damaged file is a line too."""
    from deepfake_studio.social import profiles

    found = profiles.listed(_case(args))
    if args.json:
        write_whole(args.json, json_bytes({"profiles": to_plain(found)}))
    if args.json != "-":
        for one in found:
            if one.profile is None:
                say(one.name, one.place, one.problem or "")
            else:
                sizes = " ".join(f"{rung.long_px}x{rung.short_px}" for rung in one.profile.rungs)
                say(one.name, one.place, one.profile.codec, sizes, profiles.label(one.profile))
    return FAILED if any(one.profile is None for one in found) else OK


def run_show(args: argparse.Namespace, context: Context) -> int:
    """Every field, then the rungs."""
    from deepfake_studio.social import profile_build, profiles

    profile = profiles.find(args.name, case=_case(args))
    if args.json:
        write_whole(args.json, json_bytes(to_plain(profile)))
    if args.json == "-":
        return OK
    say(f"{profile.name}: {profiles.label(profile)}")
    for key, value in to_plain(profile).items():
        if value not in (None, [], {}) and key not in ("name", "rungs", "sources", "pair_hashes"):
            say(f"{key}: {value}")
    for rung in profile.rungs:
        say(_rung_line(rung))
    for sentence in (*profile_build.insufficient(profile), *(f"source: {source}" for source in profile.sources)):
        say(sentence)
    return OK


def _rung_line(rung: Rung) -> str:
    from deepfake_studio.social.profile_compare import spread

    said = [f"rung {rung.long_px}x{rung.short_px}", f"CRF {spread(rung.crf)}", f"bit/s {spread(rung.bitrate_bps)}"]
    said += [f"at most {rung.fps_cap:g} frames a second"] if rung.fps_cap else []
    said += [f"groups of {rung.gop}"] if rung.gop else []
    return ", ".join(said)


def run_compare(args: argparse.Namespace, context: Context) -> int:
    """One line per difference."""
    from deepfake_studio.social import profile_compare, profiles

    one, other = (profiles.find(name, case=_case(args)) for name in (args.one, args.other))
    found = profile_compare.compare(one, other)
    if args.json:
        write_whole(args.json, json_bytes({"differences": to_plain(found)}))
    if args.json != "-":
        for difference in found:
            say(difference.text)
        if not found:
            say(f"{one.name} and {other.name} compress alike.")
    return OK


def run_merge(args: argparse.Namespace, context: Context) -> int:
    """Write the merged profile and say where."""
    from deepfake_studio.social import profile_compare, profiles

    found = [profiles.find(name, case=_case(args)) for name in args.names]
    merged = profile_compare.merge(found, name=args.name)
    say(str(profiles.save(merged, Path(args.folder) if args.folder else profiles.user_folder())))
    return OK


def run_validate(args: argparse.Namespace, context: Context) -> int:
    """One line per file; exit code 3 where one cannot be used."""
    from deepfake_studio.social import profiles

    bad = 0
    for name in args.files:
        try:
            say(name, f"in order: {profiles.label(profiles.load(Path(name)))}")
        except UsageError as error:
            bad += 1
            say(name, str(error))
    return FAILED if bad else OK
