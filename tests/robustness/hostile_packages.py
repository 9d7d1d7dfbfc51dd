"""Every hostile case package with the sentence it is refused with; counts what was written outside of nothing.

python tests/robustness/hostile_packages.py
"""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent / "test_case"


def load(name):
    """A module of the case tests."""
    spec = importlib.util.spec_from_file_location(name, TESTS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    """Make a package, then every hostile one, and print the table."""
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["DEEPFAKE_STUDIO_HOME"] = str(Path(temporary) / "home")
        from deepfake_studio.case import keys
        from deepfake_studio.case.importing import import_package
        from deepfake_studio.errors import CaseError

        folder = Path(temporary)
        makers, hostile = load("conftest"), load("hostile_packages")
        with makers.CaseStore.create(folder / "c.dfcase", number="1", actor="A") as store:
            makers.fill(store, folder)
            package = store.export_package(folder / "good.dfpack", with_evidence=True)
        made = hostile.make_all(hostile.Good(package.path.read_bytes(), keys.installation_signer()))
        sandbox = folder / "sandbox"
        sandbox.mkdir()
        sent, taken, written = sandbox / "p", 0, 0
        for name, raw in made.items():
            sent.write_bytes(raw)
            before = sorted(folder.rglob("*"))
            try:
                import_package(sent, sandbox / "new.dfcase")
                taken, text = taken + 1, "TAKEN"
            except CaseError as error:
                text = str(error).removeprefix(f"{sent} is not a valid case package, because it ")
            written += sorted(folder.rglob("*")) != before
            print(f"{name:36} {text.removesuffix('; ask for it again.')[:110]}")
        print(f"{len(made)} packages, {taken} taken, {written} left something behind")
    return 1 if taken or written else 0


if __name__ == "__main__":
    sys.exit(main())
