"""Write ``packaging/constraints.txt``: name==version of everything our dependency tree needs, as installed here.

Run it with the interpreter of the environment in which the tests passed: ``python packaging/make_constraints.py``.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

HERE = Path(__file__).resolve().parent
HEADER = "# Versions the tests passed with (make_constraints.py writes this file). Names and versions only.\n"


def canonical(name: str) -> str:
    """A package name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements() -> list[Requirement]:
    """What pyproject.toml asks for, with every extra."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))["project"]
    texts = [*project["dependencies"], *(text for extra in project["optional-dependencies"].values() for text in extra)]
    return [Requirement(text) for text in texts]


def resolve() -> tuple[dict[str, str], list[str]]:
    """Installed versions by name, and names that are needed but not installed."""
    found: dict[str, str] = {}
    missing: list[str] = []
    waiting = [(requirement, "") for requirement in requirements()]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        key = (canonical(requirement.name), frozenset(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            installed = distribution(requirement.name)
        except PackageNotFoundError:
            missing.append(requirement.name)
            continue
        found[canonical(requirement.name)] = installed.version.split("+")[0]
        for text in installed.requires or []:
            waiting += [(Requirement(text), wanted) for wanted in ("", *requirement.extras)]
    return found, sorted(set(missing))


def main() -> int:
    """Write the file; returns 1 when something is not installed and so has no tested version."""
    found, missing = resolve()
    lines = [f"{name}=={version}\n" for name, version in sorted(found.items())]
    (HERE / "constraints.txt").write_text(HEADER + "".join(lines), "utf-8")
    for name in missing:
        print(f"not installed here, so not pinned: {name}", file=sys.stderr)  # noqa: T201 - a script
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
