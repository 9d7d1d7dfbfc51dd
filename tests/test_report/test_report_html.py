"""The HTML: self-contained, accessible, allowed to do nothing."""

import hashlib
import re
from base64 import b64decode, b64encode
from dataclasses import replace

import pytest

from deepfake_studio.errors import JobCancelled
from deepfake_studio.job import QuietJob
from deepfake_studio.report import files, html
from deepfake_studio.report.build import build


@pytest.fixture
def page(make, no_figures):
    """Parses the page of a snapshot."""
    return lambda snapshot: make.Page(html.render(build(snapshot)))


def test_nothing_comes_from_elsewhere_and_nothing_runs(any_snapshot, page):
    found = page(any_snapshot)
    assert not found.broken
    assert not {tag for tag, _ in found.tags} & {"script", "iframe", "object", "embed", "link", "form", "base", "svg"}
    for tag, attrs in found.tags:
        assert not [name for name in attrs if name.startswith("on") or name == "style"], tag
        assert attrs.get("src", "data:image/").startswith("data:image/")
        assert attrs.get("href", "#").startswith("#")
    style = next(text for text in found.texts if ":root" in text)
    assert "url(" not in style
    assert "@import" not in style


def test_policy_allows_only_the_style_of_the_page(any_snapshot, make, no_figures):
    data = html.render(build(any_snapshot))
    style = re.search(rb"<style>(.*?)</style>", data, flags=re.S).group(1)
    expected = b64encode(hashlib.sha256(style).digest()).decode()
    policy = make.Page(data).named("meta")[1]["content"]
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert f"style-src 'sha256-{expected}'" in policy
    assert "unsafe" not in policy


def test_tables_and_pictures_can_be_read_aloud(any_snapshot, page):
    found = page(any_snapshot)
    assert all(attrs["scope"] in ("row", "col") for attrs in found.named("th"))
    assert all(attrs["alt"] for attrs in found.named("img"))
    assert len([a for a in found.named("table") if a["class"] == "grid"]) <= len(found.named("caption"))
    assert found.named("html") == [{"lang": "en"}]
    assert len(found.named("h1")) == 1


def test_links_lead_to_sections_and_ids_are_unique(any_snapshot, page):
    found = page(any_snapshot)
    ids = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {attrs["href"][1:] for attrs in found.named("a")} <= set(ids)


def test_it_prints_with_page_numbers_and_follows_a_dark_screen(make):
    style = html.render(build(make.empty())).decode()
    assert "counter(page)" in style
    assert "counter(pages)" in style
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style


def test_key_frames_are_embedded_and_hashes_printed(make, page):
    snapshot = make.one()
    found = page(snapshot)
    sources = [attrs["src"] for attrs in found.named("img")]
    pictures = [s for s in sources if s.startswith("data:image/png;base64,")]
    assert [b64decode(s.split(",")[1]) for s in pictures] == [k.image for k in snapshot.key_frames]
    assert snapshot.key_frames[0].frame.sha256 in found.texts
    assert snapshot.exhibits[0].exhibit.sha256 in found.texts
    assert snapshot.audit_head_sha256 in found.texts


def test_a_key_frame_that_is_no_picture_is_left_out_with_the_reason(make, page):
    frames = (
        make.key_frame(image_media_type="image/svg+xml", image=b"<svg onload=alert(1)>"),
        make.key_frame(image_media_type='image/png" onerror="alert(1)'),
        make.key_frame(image=b"<script>alert(1)</script>"),
    )
    found = page(replace(make.one(), key_frames=frames))
    assert not [a for a in found.named("img") if not a["src"].startswith("data:image/svg+xml;base64,")]
    assert sum("neither PNG nor JPEG" in text for text in found.texts) == 3


def test_signatures_and_seal(make):
    text = html.render(build(make.one())).decode()
    for words in ("Second examiner", "disagrees", "Signature", "Seal of this report", "typed or accepted by"):
        assert words in text


def test_a_cancelled_report_writes_nothing(make, tmp_path):
    job = QuietJob()
    job.cancel()
    with pytest.raises(JobCancelled):
        files.write(build(make.one()), tmp_path / "r.html", html.render, job=job)
    assert not list(tmp_path.iterdir())


def test_progress_counts_the_figures(make):
    class Listening(QuietJob):
        heard = ()

        def progress(self, done, total, note=""):
            self.heard += ((done, total),)

    job = Listening()
    data = html.render(build(make.one()), job=job)
    drawings = [a["src"] for a in make.Page(data).named("img") if a.get("class") == "drawing"]
    assert [b64decode(src.split(",")[1])[:5] for src in drawings] == [b"<?xml"] * 2
    assert job.heard == ((0, 2), (1, 2))
