"""Sentences that parts below the window write: errors, checks, reasons. They stay English in logs, files and on the
command line; the window looks them up as they reach the screen (`gui.language.told`).

The literal in the source is the only place where such a sentence is written. Here it is read from there: a literal
as it is, an f-string with its ``{places}`` named after what stands in them.

    python tests/test_gui/gui_told.py            prints how many there are by room
"""

import ast
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "deepfake_studio"
ERRORS = {
    "StudioError", "MediaError", "NotApplicable", "WeightsError", "CaseError", "UsageError", "WorkerDied",
    "ManifestError", "DamagedPicture", "DeviceFull",
}  # fmt: skip
# No window leads there: making and measuring detectors, and the command line's own arguments.
ELSEWHERE = ("cli/", "training/", "gui/", "trials/", "__main__.py")
# Every sentence of these is shown, errors or not.
WHOLE = (
    "analysis/limitations.py",
    "case/checking.py",
    "casework/verifying.py",
    "trials/verify_report.py",
)


def sources(root=ROOT):
    """Every sentence with the files it stands in."""
    found = {}
    for file in sorted(root.rglob("*.py")):
        name = file.relative_to(root).as_posix()
        if name not in WHOLE and name.startswith(ELSEWHERE):
            continue
        tree = ast.parse(file.read_text("utf-8"))
        for node in _nodes(tree, whole=name in WHOLE):
            for text in templates(node):
                found.setdefault(text, []).append(name)
    return found


def _nodes(tree, *, whole):
    """What an error is made with; in some files everything that reads like a sentence."""
    docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    inner = {id(part) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for part in ast.walk(n) if part is not n}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in ERRORS and node.args:
            yield node.args[0]
        elif whole and isinstance(node, ast.Constant | ast.JoinedStr) and not {id(node)} & (docs | inner):
            said = "".join(_pieces(node)) if _is_text(node) else ""
            if " " in said and said.rstrip().endswith((".", "…")):
                yield node


def _is_text(node):
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def templates(node):
    """The patterns of a text; the branches of a choice are texts of their own."""
    if isinstance(node, ast.IfExp):
        yield from (*templates(node.body), *templates(node.orelse))
    elif isinstance(node, ast.BinOp):
        yield from (*templates(node.left), *templates(node.right))
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
        inner = next((_name(n) for n in node.args), "")
        return (
            inner
            if inner and _name(node.func) in ("str", "len", "repr", "sorted", "join", "min", "max")
            else _name(node.func)
        )
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
