"""A laboratory's own report: sections, order, figures, letterhead, what is hidden."""

import io
from dataclasses import replace

import docx
import pypdfium2
import pytest
from PIL import Image

from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.report import docx_writer, html, pdf, redact
from deepfake_studio.report.build import build
from deepfake_studio.report.design import Design, letterhead, load, save

SOME = ("limitations", "summary", "results")


@pytest.fixture
def logo(tmp_path):
    """A picture with transparent parts."""
    file = tmp_path / "logo.png"
    Image.new("RGBA", (40, 20), (200, 0, 0, 90)).save(file)
    return file


def test_a_design_survives_its_file(tmp_path):
    design = Design(
        language="de", sections=SOME, figures=False, laboratory="Lab", address=("a", "b"), redact=("faces",)
    )
    save(design, tmp_path / "d.toml")
    assert load(tmp_path / "d.toml") == design
    save(Design(), tmp_path / "d.toml")
    assert load(tmp_path / "d.toml") == Design()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("language = 'xx'", "choose one of en, de"),
        ("redact = ['voices']", "cannot hide 'voices'"),
        ("sections = ['summary']", "cannot leave out the section 'limitations'"),
        ("sections = ['limitations', 'limitations']", "named twice"),
        ("colour = 'red'", "no choice 'colour'"),
        ("figures = 'yes'", "is not true or false"),
        ("address = 'x'", "is not a list of texts"),
        ("version = 99", "newer version"),
        ("this is no toml", "cannot be read"),
    ],
)
def test_a_wrong_design_is_one_sentence(text, says, tmp_path):
    (tmp_path / "d.toml").write_text(text)
    with pytest.raises(UsageError, match=says) as caught:
        load(tmp_path / "d.toml")
    assert str(caught.value).endswith(".")


def test_a_missing_file_and_a_missing_folder_are_sentences(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "none.toml")
    with pytest.raises(StudioError, match="was not written"):
        save(Design(), tmp_path / "none" / "d.toml")


def test_sections_are_chosen_and_ordered_and_the_rest_is_named(make):
    document = build(make.one(), design=Design(sections=SOME))
    assert [s.id for s in document.sections] == ["summary", "limitations", "results"]
    assert "Methods" in document.left_out
    assert "Left out of this report by its design: Scope and question" in html.render(document).decode()


def test_an_unknown_section_is_one_sentence(make):
    with pytest.raises(UsageError, match="no section 'x'; there are summary, scope"):
        build(make.empty(), design=Design(sections=("limitations", "x")))


def test_without_figures_their_words_stay(make):
    kinds = [b.kind for s in build(make.one(), design=Design(figures=False)).sections for b in s.blocks]
    assert "figure" not in kinds
    assert "picture" not in kinds
    document = build(make.one(), design=Design(figures=False))
    assert any("lite0.sbi: +1.40" in getattr(b, "text", "") for b in document.section("results").blocks)


def test_the_letterhead_is_in_every_form(make, logo, no_figures):
    design = Design(laboratory="Forensic Lab <7>", address=("Street 1", "Town"), logo=str(logo))
    document = build(make.empty(), design=design)
    page = html.render(document).decode()
    assert "Forensic Lab &lt;7&gt;" in page
    assert page.count('src="data:image/png') == 1
    found = pypdfium2.PdfDocument(pdf.render(document))
    first = found[0].get_textpage().get_text_bounded()
    assert "Forensic Lab <7>" in first
    assert "Town" in first
    assert any(o.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for o in found[0].get_objects())
    assert len(docx.Document(io.BytesIO(docx_writer.render(document))).inline_shapes) == 1
    other = build(make.empty(), design=replace(design, address=("Street 2",)))
    assert other.content_sha256 != document.content_sha256


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"GIF89a", b"\x89PNG\r\n\x1a\nbroken"])
def test_a_logo_that_is_none_is_refused(data, tmp_path):
    (tmp_path / "logo").write_bytes(data)
    with pytest.raises(UsageError, match="no PNG or JPEG"):
        letterhead(Design(logo=str(tmp_path / "logo")))


def test_a_relative_logo_starts_at_the_design(tmp_path, logo):
    (tmp_path / "d.toml").write_text("logo = 'logo.png'")
    assert letterhead(load(tmp_path / "d.toml")).logo == logo.read_bytes()


def test_hidden_folders_and_faces_are_said(make):
    document = build(make.one(), design=Design(redact=("folders", "faces")))
    assert len(document.hidden) == 2
    assert "/evidence/" not in str([s.blocks for s in document.sections])
    assert build(make.one()).hidden == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("seen in /srv/anna/cases/x.mp4 today", "seen in […]/x.mp4 today"),
        (r"C:\Users\Anna\clip.mp4", "[…]/clip.mp4"),
        (r"\\server\share\clip.mp4", "[…]/clip.mp4"),
        ("/evidence/clip 1.mp4", "[…]/clip 1.mp4"),
        ("4,000 bit/s and 1/2, and/or", "4,000 bit/s and 1/2, and/or"),
        ("https://example.org/a/b", "https://example.org/a/b"),
    ],
)
def test_local_paths_are_hidden_wherever_they_stand(text, shown, make):
    assert redact.folders_of(make.one())(text) == shown
