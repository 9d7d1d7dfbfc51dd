"""Pictures of the program.

    xvfb-run -a python tests/test_gui/screenshots views OUT      every view and dialog, from a prepared case
    xvfb-run -a python tests/test_gui/screenshots sample OUT     the program as it is, on the bundled sample
    xvfb-run -a python tests/test_gui/screenshots networks OUT   the wizard of social networks, with real pairs
    xvfb-run -a python tests/test_gui/screenshots models OUT     installing, calibrating, explaining, drawing

``views`` takes --only NAME of stops, --themes, --geometries, --languages and --audit.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))


def main():
    import checkpoints
    import matrix
    import networks
    import sample

    kinds = {"views": matrix, "sample": sample, "networks": networks, "models": checkpoints}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = parser.add_subparsers(dest="kind", required=True)
    for name, module in kinds.items():
        module.add_arguments(parts.add_parser(name, description=module.__doc__))
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")
    chosen = parser.parse_args()
    return kinds[chosen.kind].main(chosen)


if __name__ == "__main__":
    sys.exit(main())
