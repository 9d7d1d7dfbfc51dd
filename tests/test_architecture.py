"""The shape of the program: who imports whom, what stays light, what every public name must have."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "deepfake_studio"
HEAVY = ("torch", "torchvision", "timm", "av", "cv2", "onnxruntime", "onnx", "h5py")
QT = ("PySide6", "shiboken6", "pyqtgraph")


def _loaded(statements):
    """Top-level modules that an interpreter of its own has loaded after ``statements``."""
    script = (
        f"{statements}\nimport json, sys\nprint(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_import_contracts():
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize(
    ("statements", "forbidden"),
    [
        ("import deepfake_studio.cli", (*HEAVY, *QT, "sqlalchemy")),
        ("from deepfake_studio.cli.main import parser\nparser()", (*HEAVY, *QT, "sqlalchemy")),
        ("from deepfake_studio.inference import registry\nregistry.specs()", (*HEAVY, *QT)),
        ("from deepfake_studio.inference.families import registry\nregistry.recognise({'a': (1,)})", (*HEAVY, *QT)),
        ("import deepfake_studio.worker", (*HEAVY, *QT, "sqlalchemy")),
        ("import deepfake_studio.worker_client.keyframes", (*HEAVY, *QT, "sqlalchemy", "PIL")),
        ("import deepfake_studio.gui.app", HEAVY),
        ("import deepfake_studio.case.store", (*HEAVY, *QT)),
        ("import deepfake_studio.report.build", (*HEAVY, *QT, "sqlalchemy")),
        ("import deepfake_studio.__main__", (*HEAVY, *QT, "numpy")),
    ],
)
def test_what_stays_light(statements, forbidden):
    assert not _loaded(statements) & set(forbidden)


def _public_functions(tree):
    """Public functions and public methods of public classes; what overrides Qt is documented by Qt."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node, node.name
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node, node.name
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_") and not _trivial(inner):
                    yield inner, f"{node.name}.{inner.name}"


def _trivial(function):
    names = {ast.unparse(decorator) for decorator in function.decorator_list}
    return bool(names & {"overload", "typing.overload", "override", "typing.override"}) or any(
        name.endswith(".setter") for name in names
    )


def _modules():
    return sorted(path for path in PACKAGE.rglob("*.py") if "versions" not in path.parts)


def test_every_public_name_has_a_docstring():
    bare = []
    for path in _modules():
        tree = ast.parse(path.read_text("utf-8"))
        where = path.relative_to(ROOT)
        if tree.body and ast.get_docstring(tree) is None:
            bare.append(f"{where}")
        qt = "gui" in path.parts
        bare += [
            f"{where}:{node.lineno} {name}"
            for node, name in _public_functions(tree)
            if ast.get_docstring(node) is None and not (qt and _camel(name.split(".")[-1]))
        ]
    assert not bare


def _camel(name):
    """Qt's own naming: a method that Qt calls."""
    return name[:1].islower() and name != name.lower() and "_" not in name


def test_no_blanket_except_outside_the_boundaries():
    """ruff's BLE001 forbids them; a noqa may stand only where the design has a boundary."""
    allowed = {"gui", "cli", "casework", "worker"}
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _modules()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if "BLE001" in line and path.relative_to(PACKAGE).parts[0] not in allowed
    ]
    assert not [
        place for place in found if not place.startswith("deepfake_studio/media/ahead.py")
    ]  # carries it to a reader


def test_files_stay_readable():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _modules()
        if (lines := len(path.read_text("utf-8").splitlines())) > 700  # vocabulary.py is the longest: a list of nouns
    }
    assert not long


def test_no_host_names_of_packages_and_no_paths_of_one_machine():
    names = ("pypi." + "org", "files.python" + "hosted", "/home" + "/", "/work" + "/", "/opt" + "/dfs")
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=False, cwd=ROOT)
    if listed.returncode != 0:
        files = _modules()  # an archive without its history
    else:
        files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    texts = {".py", ".toml", ".txt", ".md", ".sh", ".yaml", ".json", ""}
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in files
        if path.suffix in texts and path.is_file()
        for name in names
        if name in path.read_text("utf-8", errors="replace")
    ]
    assert not found
