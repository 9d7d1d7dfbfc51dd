"""``deepfake-studio selftest``: the installation check of a laboratory, cited in reports.

Examines the bundled sample and compares with stored scores, within the tolerance of each detector between devices.
The outcome with all versions is kept in the user's folder as ``selftest.json``.
"""

from __future__ import annotations

import argparse
import json
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deepfake_studio import __version__, paths
from deepfake_studio.casework.batch import Batch, Request, limits_of
from deepfake_studio.casework.inputs import Item
from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.documents import item_object
from deepfake_studio.cli.outputs import json_bytes, write_whole
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import StudioError
from deepfake_studio.worker_client import WorkerClient

SCHEMA = "deepfake-studio/selftest/1"
LR_TOLERANCE = 0.25  # log10 units; follows from the detectors' tolerances through the calibration
DEFAULT_TOLERANCE = 0.05  # logits, for a detector whose manifest entry has gone


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("selftest", help="examine the bundled sample and compare with stored scores")
    parser.add_argument("--device", default="cpu", metavar="auto|cpu|cuda:N|mps")
    parser.add_argument("--json", metavar="FILE", help="write the outcome (- is standard output)")
    parser.add_argument("--record", action="store_true", help=argparse.SUPPRESS)  # for us, when a detector changes
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Examine, compare, keep the outcome."""
    expected_file = paths.sample_dir() / "expected.json"
    expected = {} if args.record else read_expected(expected_file)
    plan = expected.get("plan", "full")  # float32, so that another machine can repeat it
    names = [entry["file"] for entry in expected.get("items", [])] or _clips()
    items, versions = _examine(names, plan, args.device, context)
    if args.record:
        write_whole(str(expected_file), json_bytes(_recorded(items, plan, versions)))
        context.console.line(f"Recorded {expected_file}.")
        return OK
    differences = compare(expected, items, tolerances=_tolerances())
    outcome = _outcome(expected, items, versions, differences)
    _keep(outcome, context)
    if args.json is not None:
        write_whole(args.json, json_bytes(outcome))
    if args.json != "-":
        _print(outcome)
    return FAILED if differences else OK


def read_expected(file: Path) -> dict[str, Any]:
    """The stored scores.

    Raises:
        StudioError: they are missing or damaged.
    """
    try:
        expected: dict[str, Any] = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise StudioError(f"The stored scores {file} cannot be read ({error}); reinstall the program.") from error
    if expected.get("schema") != SCHEMA:
        raise StudioError(f"The stored scores {file} have another form than this program reads; reinstall it.")
    return expected


def _clips() -> list[str]:
    return sorted(file.name for file in paths.sample_dir().glob("*.mp4"))


def _examine(names: list[str], plan: str, device: str, context: Context) -> tuple[list[dict[str, Any]], dict[str, str]]:
    limits = limits_of(context.settings)
    request = Request(plan=plan, detectors=None, device=device, timeout_seconds=3600.0, limits=limits, threads=1)
    items = []
    with WorkerClient() as client:
        batch = Batch(client, context, request)
        for number, name in enumerate(names):
            label = f"{number + 1}/{len(names)} {name}"
            at = number / len(names)
            file = paths.sample_dir() / name
            result = batch.one(
                Item(str(file), 0),
                show=lambda fraction, note, at=at, label=label: context.console.bar(  # type: ignore[misc]
                    at + fraction / len(names), label, note=note
                ),
            )
            items.append({**item_object(result), "file": name})
        context.console.finish()
        versions: dict[str, str] = client.call("versions", {}, job=context.job()).value
    return items, versions


def _recorded(items: list[dict[str, Any]], plan: str, versions: dict[str, str]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "plan": plan,
        "recorded_utc": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": _machine(),
        "versions": versions,
        "items": [_entry(item) for item in items],
    }


def _entry(item: dict[str, Any]) -> dict[str, Any]:
    kept = {key: item[key] for key in ("file", "sha256", "status", "outcome", "log10_lr", "coverage")}
    detectors = [{key: row[key] for key in ("id", "status", "logit", "weights_sha256")} for row in item["detectors"]]
    return {**kept, "detectors": detectors}


def _tolerances() -> dict[str, float]:
    from deepfake_studio.inference import registry

    return {spec.id: spec.tolerance for spec in registry.specs()}


def compare(expected: dict[str, Any], items: list[dict[str, Any]], *, tolerances: dict[str, float]) -> list[str]:
    """Sentences for everything that is not as stored; empty when the installation measures as it should."""
    found = {item["file"]: item for item in items}
    differences: list[str] = []
    for entry in expected["items"]:
        item = found.get(entry["file"])
        if item is None:
            differences.append(f"{entry['file']} was not examined")
        elif item["sha256"] != entry["sha256"]:
            differences.append(f"{entry['file']} is not the file that was recorded (SHA-256 {item['sha256']})")
        else:
            differences += [f"{entry['file']}: {text}" for text in _differences(entry, item, tolerances)]
    return differences


def _differences(entry: dict[str, Any], item: dict[str, Any], tolerances: dict[str, float]) -> list[str]:
    if item["status"] != entry["status"]:
        return [f"status is {item['status']} ({item['reason']}), stored is {entry['status']}"]
    texts = []
    rows = {row["id"]: row for row in item["detectors"]}
    for stored in entry["detectors"]:
        if (text := _detector_difference(stored, rows.get(stored["id"]), tolerances)) is not None:
            texts.append(f"{stored['id']} {text}")
    if not _near(entry["log10_lr"], item["log10_lr"], LR_TOLERANCE):
        texts.append(f"log10 LR is {item['log10_lr']}, stored is {entry['log10_lr']}, tolerance {LR_TOLERANCE}")
    return texts


def _detector_difference(
    stored: dict[str, Any], row: dict[str, Any] | None, tolerances: dict[str, float]
) -> str | None:
    if row is None:
        return "did not run"
    if row["weights_sha256"] != stored["weights_sha256"]:
        return "has other weights than those recorded"
    if row["status"] != stored["status"]:
        return f"is {row['status']} ({row['reason']}), stored is {stored['status']}"
    tolerance = tolerances.get(stored["id"], DEFAULT_TOLERANCE)
    if _near(stored["logit"], row["logit"], tolerance):
        return None
    return f"gives {row['logit']}, stored is {stored['logit']}, tolerance {tolerance}"


def _near(one: float | None, other: float | None, tolerance: float) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= tolerance


def _machine() -> dict[str, str]:
    facts = {"system": platform.platform(), "machine": platform.machine(), "python": platform.python_version()}
    return {**facts, "processor": platform.processor() or "not stated"}


def _outcome(
    expected: dict[str, Any], items: list[dict[str, Any]], versions: dict[str, str], differences: list[str]
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "passed": not differences,
        "differences": differences,
        "tested_utc": datetime.now(UTC).isoformat(timespec="seconds"),
        "tool_version": __version__,
        "machine": _machine(),
        "versions": versions,
        "recorded_versions": expected.get("versions", {}),
        "items": [_entry(item) for item in items],
    }


def _keep(outcome: dict[str, Any], context: Context) -> None:
    try:
        paths.user_data_dir().mkdir(parents=True, exist_ok=True)
        write_whole(str(paths.user_data_dir() / "selftest.json"), json_bytes(outcome))
    except (StudioError, OSError) as error:
        context.console.line(f"The outcome could not be kept: {error}")


def _print(outcome: dict[str, Any]) -> None:
    for item in outcome["items"]:
        for row in item["detectors"]:
            logit = "none" if row["logit"] is None else f"{row['logit']:+.4f}"
            say(item["file"], row["id"], row["status"], logit)
    for name, version in sorted(outcome["versions"].items()):
        say(f"{name} {version}")
    for text in outcome["differences"]:
        say(text)
    say("selftest passed" if outcome["passed"] else "SELFTEST FAILED")
