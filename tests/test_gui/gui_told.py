"""Sentences that parts below the window write: errors, checks, reasons. They stay English in logs, files and on the
command line; the window looks them up as they reach the screen (`gui.language.told`).

The literal in the source is the only place where such a sentence is written. Here it is read from there: a literal
as it is, an f-string with its ``{places}`` named after what stands in them.

    python tests/test_gui/gui_told.py            prints how many there are by room
"""

import ast
import string
import sys
from collections import Counter
from pathlib import Path

from deepfake_studio.casework import models
from deepfake_studio.gui import language
from deepfake_studio.inference import registry

ROOT = Path(__file__).resolve().parents[2] / "deepfake_studio"
ERRORS = {
    "StudioError", "MediaError", "NotApplicable", "WeightsError", "CaseError", "UsageError", "WorkerDied",
    "ManifestError", "DamagedPicture", "DeviceFull",
}  # fmt: skip
# No window leads there: making and measuring detectors, and the command line's own arguments.
ELSEWHERE = ("cli/", "training/", "gui/", "trials/", "__main__.py")
_THROUGH = ("str", "len", "repr", "sorted", "join", "min", "max", "shown", "type")
# Functions whose every text may be shown.
WHOLE = {
    "case/checking.py": None,
    "case/withdrawing.py": ("_exhibit", "_finding", "_examination", "_bookmark", "withdraw", "reinstate"),
    "casework/models.py": ("state", "calibration_lines"),
    "casework/verifying.py": ("conclusion",),
    "media/probe.py": ("_warnings",),
    "media/stated.py": ("_warnings",),
    "trials/calibrate.py": ("rate_text",),
    "trials/verify_report.py": None,
    "social/wizard.py": ("hints", "_pairs_missing", "_reading_missing", "_estimating_missing", "_profile_missing"),
}
# What no function says: names and notes that stand alone. A test finds each of them in the source.
ALONE = (
    "exhibit {number}", "{count} exhibits", "examination {examination} of exhibit {number}",
    "finding {finding} on exhibit {number}", "bookmark {bookmark} on exhibit {number}",
    "4 frames a second, at least 32, at most 512", "16 frames evenly spread", "32 frames evenly spread", "every frame",
    "quick", "spread", "standard", "full", "all manipulated", "video", "audio", "image", "subtitle", "data",
    "hashing", "faces", "examining", "evidence", "audit log", "reading the case", "heat map", "key frames", "fitting",
    "sanity check", "writing", "wanted", "sound", "parity not verified", "intact",
    # rows of the social-network wizard
    "no partner", "by hand", "not read yet", "nothing declared", "waiting", "estimated", "failed", "not applicable",
    "written", "there already", "at the end of the search: a bound", "too short to leave a part out",
    "no CRF, so nothing was encoded again to compare", "constant rate factor (CRF)", "constant quantiser",
    "average bitrate", "average bitrate in two passes", "rate factor under a bitrate cap", "Codec", "Profile",
    "Pixel format", "Rate control", "Preset", "Scaler", "Container", "Sound", "{control}: there is no CRF",
    "{name} (from documentation, not measured)",
)  # fmt: skip
# Functions that return the end of a sentence whose beginning names the file.
ENDS = {"media/container.py": "_cause", "media/sniff.py": "_refusal"}


def sources(root=ROOT):
    """Every sentence with the files it stands in."""
    found = {}
    for file in sorted(root.rglob("*.py")):
        name = file.relative_to(root).as_posix()
        if name not in WHOLE and name.startswith(ELSEWHERE):
            continue
        tree = ast.parse(file.read_text("utf-8"))
        for node in (*_raised(tree), *_whole(tree, WHOLE.get(name, ()))):
            for text in templates(node):
                found.setdefault(text, []).append(name)
        for text in _ends(tree, ENDS.get(name)):
            found.setdefault(text, []).append(name)
    for spec in (spec for spec in registry.specs() if not models.is_own(spec)):
        found.setdefault(spec.description, []).append("models/manifest.toml")
    found.update({text: ["alone"] for text in ALONE if text not in found})
    return {text: names for text, names in found.items() if _is_own(text)}


def _is_own(text):
    """Not a pattern that fits any sentence: those are put together of sentences that are here themselves."""
    said = [(part, name) for part, name, *_ in string.Formatter().parse(text)]
    own = sum(letter.isalpha() for part, _ in said for letter in part)
    return own >= language._LEAST_LETTERS or (own > 2 and not any(name for _, name in said))


def _ends(tree, function):
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == function:
            for given in ast.walk(node):
                if isinstance(given, ast.Return) and _is_text(given.value):
                    yield from (f"{{shown}} {text}" for text in templates(given.value))


def _raised(tree):
    """What errors are made with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in ERRORS and node.args:
            yield node.args[0]


def _whole(tree, functions):
    """Texts of some functions, or of all where ``functions`` is ``None``; names, keys and docstrings are none."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and (functions is None or node.name in functions):
            docs = {id(n.value) for n in ast.walk(node) if isinstance(n, ast.Expr)}
            inner = {id(p) for n in ast.walk(node) if isinstance(n, ast.JoinedStr) for p in ast.walk(n) if p is not n}
            for text in ast.walk(node):
                said = "".join(_pieces(text)) if _is_text(text) and id(text) not in docs | inner else ""
                if " " in said.strip() and not said.startswith(("SELECT ", "PRAGMA ")):
                    yield text


def _is_text(node):
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def templates(node):
    """The patterns of a text; the branches of a choice are texts of their own."""
    if isinstance(node, ast.IfExp):
        yield from (*templates(node.body), *templates(node.orelse))
    elif isinstance(node, ast.BinOp):
        yield "".join("".join(_pieces(part)) if _is_text(part) else "{rest}" for part in (node.left, node.right))
    elif _is_text(node):
        said = "".join(_pieces(node))
        if any(letter.isalpha() for letter in said):
            yield said
        for part in node.values if isinstance(node, ast.JoinedStr) else ():
            if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.IfExp):
                yield from (text for text in templates(part.value) if text.strip())


def _pieces(node):
    if isinstance(node, ast.Constant):
        yield node.value.replace("{", "{{").replace("}", "}}")
        return
    taken = Counter()
    for part in node.values:
        if isinstance(part, ast.Constant):
            yield part.value.replace("{", "{{").replace("}", "}}")
        else:
            name = _name(part.value) or "value"
            taken[name] += 1
            yield f"{{{name}{taken[name] if taken[name] > 1 else ''}}}"


def _name(node):
    """What stands in a place, in one word."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call):
        inner, outer = next((_name(n) for n in node.args), ""), _name(node.func)
        return inner if inner and outer in _THROUGH else outer
    if isinstance(node, ast.Subscript):
        return _name(node.value)
    if isinstance(node, ast.BoolOp):
        return _name(node.values[0])
    return ""


def main():
    found = sources()
    by = Counter(names[0].partition("/")[0] for names in found.values())
    print(len(found), dict(by))
    if "--all" in sys.argv:
        for text, names in found.items():
            print(names[0], repr(text))


if __name__ == "__main__":
    main()
