"""The user guide: what it names exists, what it shows is there, it opens offline in the window and fetches nothing."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QTextDocument

from deepfake_studio.gui.actions import plain
from deepfake_studio.gui.views import guide_window
from deepfake_studio.gui.views.guide_window import GuideWindow, folder, pages, title
from deepfake_studio.gui.views.reader import Reader
from deepfake_studio.gui.widgets import deeds

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 4_000_000
# keys of dialogs and of the timeline, and what is no key at all
OTHER_KEYS = {"Tab", "Alt", "Shift", "Ctrl+Return", "Esc"}
NO_KEYS = {".dfcase", ".dfpack", "log10 LR", "log10 LR 0.5"}
IMAGE = QTextDocument.ResourceType.ImageResource.value


def text_of(page):
    return page.read_text("utf-8")


def linked(text, *, pictures):
    return re.findall(r"!\[[^\]]*\]\(([^)]+)\)" if pictures else r"(?<!!)\[[^\]]*\]\(([^)]+)\)", text)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_every_link_and_picture_is_there(page):
    text = text_of(page)
    assert title(page)
    assert [link for link in linked(text, pictures=False) if not (folder() / link).is_file()] == []
    shown = linked(text, pictures=True)
    assert shown
    assert [name for name in shown if not (folder() / name).is_file()] == []


def test_every_picture_is_shown_and_small():
    here = sorted(file.relative_to(folder()).as_posix() for file in folder().rglob("*.png"))
    shown = {name for page in pages() for name in linked(text_of(page), pictures=True)}
    readme = set(linked((ROOT / "README.md").read_text("utf-8"), pictures=True))
    shown |= {name.removeprefix("resources/guide/") for name in readme}
    assert set(here) <= shown
    assert sum((folder() / name).stat().st_size for name in here) <= MOST_BYTES
    assert [name for name in readme if not (ROOT / name).is_file()] == []


def test_the_readme_links_to_the_guide():
    links = linked((ROOT / "README.md").read_text("utf-8"), pictures=False)
    assert any(link.startswith("resources/guide/") and (ROOT / link).exists() for link in links)


def test_every_menu_entry_that_is_named_exists(window):
    menus = {plain(name) for name in window.commands._menu_of.values()}
    for page in pages():
        for menu, entry in re.findall(r"\*\*(\w+) > ([^*]+)\*\*", text_of(page)):
            assert menu in menus, (page.name, menu)
            assert entry in window.commands.by_text, (page.name, entry)
            assert plain(window.commands._menu_of[entry]) == menu, (page.name, entry)


def test_every_key_that_is_named_does_something(window):
    known = {QKeySequence(keys) for keys in window.commands.usual.values() if keys}
    known |= {QKeySequence(keys) for deed in deeds.TABLE for keys in deed.keys}
    for page in pages():
        for keys in re.findall(r"`([^`\n]+)`", text_of(page)):
            if keys not in OTHER_KEYS | NO_KEYS:
                assert QKeySequence(keys) in known, (page.name, keys)


def test_keys_named_beside_a_command_are_its_keys(window):
    for page in pages():
        for entry, keys in re.findall(r"\*\*\w+ > ([^*]+)\*\* \(`([^`]+)`\)", text_of(page)):
            assert QKeySequence(window.commands.usual[entry]) == QKeySequence(keys), (page.name, entry)


def test_words_in_italics_that_look_like_buttons_are_words_of_the_window():
    from deepfake_studio.gui import language

    known = {plain(text).rstrip("…") for text in language.read(language.catalogue("de"))}
    for page in pages():
        for said in re.findall(r"[Pp]ress \*([^*]+)\*", text_of(page)):
            assert said.rstrip("…") in known, (page.name, said)


def test_it_opens_and_its_links_lead_to_pages(window, qtbot):
    window.commands.by_text["User guide…"].trigger()
    guide = window.windows._guide
    assert guide.isVisible()
    assert guide.list.count() == len(pages()) >= 11
    assert guide.text.toPlainText().startswith("First look")
    guide.text.anchorClicked.emit(QUrl("03-reading-a-result.md"))
    assert guide.text.toPlainText().startswith("Reading a result")
    guide.text.anchorClicked.emit(QUrl("https://example.org/05-compression-and-robustness.txt"))
    assert guide.text.toPlainText().startswith("Reading a result")
    guide.resize(700, 500)
    qtbot.waitUntil(lambda: not guide._again.isActive())
    assert guide.text.horizontalScrollBar().maximum() == 0
    assert window.windows.show_guide("10-keyboard.md").text.toPlainText().startswith("Keyboard")
    qtbot.keyClick(guide, Qt.Key.Key_Escape)
    assert not guide.isVisible()


def test_a_reader_opens_nothing_outside_its_folder(qtbot, tmp_path, prepared):
    inner = tmp_path / "guide"
    inner.mkdir()
    (inner / "a.png").write_bytes(prepared.png(20, 10))
    (tmp_path / "b.png").write_bytes(prepared.png(20, 10))
    reader = Reader("r", pictures=inner)
    qtbot.addWidget(reader)
    assert reader.loadResource(IMAGE, QUrl("a.png")).width() == 20
    refused = (
        "../b.png",
        str(tmp_path / "b.png"),
        f"file://{inner}/a.png",
        "https://example.org/a.png",
        "//host/a.png",
    )
    assert [name for name in refused if reader.loadResource(IMAGE, QUrl(name)) is not None] == []
    assert reader.loadResource(QTextDocument.ResourceType.StyleSheetResource.value, QUrl("a.png")) is None
    bare = Reader("r")
    qtbot.addWidget(bare)
    assert bare.loadResource(IMAGE, QUrl("a.png")) is None
    bare.show_text("# Card\n\n<script>x</script> ![p](https://example.org/a.png) [l](https://example.org)")
    assert "Card" in bare.toPlainText()
    assert not bare.openExternalLinks()


def test_pages_are_plain_and_short():
    for page in pages():
        assert len(text_of(page).split()) < 700, page.name
        assert "<" not in re.sub(r"`[^`]*`", "", text_of(page)), page.name


def test_the_guide_window_has_a_page_for_every_file(qtbot):
    made = GuideWindow()
    qtbot.addWidget(made)
    assert [made.list.item(row).text() for row in range(made.list.count())] == [title(page) for page in pages()]
    assert guide_window.folder().is_dir()
    made._again.stop()
