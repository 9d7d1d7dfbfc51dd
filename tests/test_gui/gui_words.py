"""The words of the window as they stand in its source: literals of ``tr(...)`` and of the table of commands.

python tests/test_gui/gui_words.py            prints those without German
python tests/test_gui/gui_words.py --write    puts them into the .ts file as unfinished, and lets obsolete ones go
"""

import ast
import importlib.util
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "resources/translations/window_de.ts"
_CALLS = {"tr": 1, "Command": 4, "Deed": 3}  # how many leading arguments are words
_NO_WORDS = {"Command": (2,), "Deed": (0, 1)}  # keys, ids and groups


def sources(root=ROOT / "deepfake_studio/gui"):
    """Every literal, with the files it stands in."""
    from deepfake_studio.gui.widgets import layer_words

    found = {}
    for file in sorted(root.rglob("*.py")):
        for text in literals(ast.parse(file.read_text("utf-8"))):
            found.setdefault(text, []).append(file.relative_to(root).as_posix())
    for text in menus(root / "actions.py"):
        found.setdefault(text, []).append("actions.py")
    for text in of_the_wizard():
        found.setdefault(text, []).append("wizards/sn_wizard.py")
    for text in of_models():
        found.setdefault(text, []).append("views/model_rows.py")
    for text in layer_words.PATTERNS:
        found.setdefault(text, []).append("widgets/layer_words.py")
    return found


def of_the_wizard():
    """Titles, columns and sentences that come from `social`, which knows no window."""
    from deepfake_studio.social import wizard, wizard_tables

    for page in wizard.PAGES:
        yield from (text for text in (page.title, page.lead, page.action) if text)
    for name in dir(wizard_tables):
        if name.endswith("_COLUMNS"):
            yield from getattr(wizard_tables, name)
    for node in ast.walk(ast.parse(Path(wizard.__file__).read_text("utf-8"))):
        if isinstance(node, ast.Tuple):
            given = (n.value for n in node.elts if isinstance(n, ast.Constant) and isinstance(n.value, str))
            yield from (text for text in given if text[:1].isupper() and text.endswith("."))


def of_models():
    """Marks of models and titles of questions, which the command line says too."""
    from deepfake_studio.casework import models
    from deepfake_studio.questions import QUESTIONS, WHY_NOT_VALIDATED

    yield from (question.title for question in QUESTIONS.values())
    yield from (f"{q.title.lower()}, {models.NOT_VALIDATED}" for q in QUESTIONS.values() if not q.validated)
    yield from (text for q in QUESTIONS.values() for text in (q.h1, q.h2))
    yield from (models.NO_PARITY, models.NOT_CALIBRATED, WHY_NOT_VALIDATED)


def literals(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _CALLS:
            name = node.func.id
            for place, given in enumerate(node.args[: _CALLS[name]]):
                if isinstance(given, ast.Constant) and place not in _NO_WORDS.get(name, ()):
                    yield given.value


def menus(file):
    """The tuple MENUS."""
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "MENUS":
            return ast.literal_eval(node.value)
    return ()


def told():
    """Sentences of the parts below the window, see `gui_told`; those that are words of the window too stand there."""
    spec = importlib.util.spec_from_file_location("gui_told", Path(__file__).with_name("gui_told.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    own = sources()
    return {text: names for text, names in module.sources().items() if text not in own or "{" in text}


def every():
    """All that needs German."""
    return {**sources(), **told()}


def write(contexts, known):
    """The table as Qt Linguist writes it, in the order of the words."""
    root = ElementTree.Element("TS", version="2.1", language="de_DE", sourcelanguage="en")
    for name, words in contexts.items():
        context = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(context, "name").text = name
        _add(context, words, known)
    ElementTree.indent(root, "  ")
    FILE.parent.mkdir(parents=True, exist_ok=True)
    text = ElementTree.tostring(root, "unicode")
    FILE.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', "utf-8")


def _add(context, words, known):
    for source in sorted(words, key=lambda text: (words[text][0], text)):
        message = ElementTree.SubElement(context, "message")
        ElementTree.SubElement(message, "source").text = source
        said = ElementTree.SubElement(message, "translation")
        said.text = known.get(source, "")
        if source not in known:
            said.set("type", "unfinished")


def main():
    from deepfake_studio.gui import language

    known = language.read(FILE) if FILE.exists() else {}
    if "--write" in sys.argv:
        write({"Window": sources(), language.PROGRAM: told()}, known)
    for text in every():
        if text not in known:
            print(repr(text))


if __name__ == "__main__":
    main()
