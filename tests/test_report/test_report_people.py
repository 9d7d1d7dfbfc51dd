"""Which person: names across exhibits, with what was measured on their tracks."""

import dataclasses
import importlib.util
from pathlib import Path

import pytest

from deepfake_studio.case import people as case_people
from deepfake_studio.report.build import build
from deepfake_studio.report.design import MANDATORY, Design
from deepfake_studio.vocabulary import TrackEdit

_spec = importlib.util.spec_from_file_location("report_conftest", Path(__file__).with_name("conftest.py"))
make = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(make)


def decided(record, *told):
    edits = tuple(
        TrackEdit(
            id=900 + n, examination_id=record.id, kind=kind, track_id=key, data=data, examiner="AB", created_utc=""
        )
        for n, (kind, key, data) in enumerate(told)
    )
    return dataclasses.replace(record, track_edits=edits)


@pytest.fixture
def named():
    """A snapshot in which the first track of each examination is the same person, and one was drawn."""
    taken = make.one()
    records = []
    for record in taken.examinations:
        if record.examination.tracks:
            first = record.examination.tracks[0]
            tracks = (dataclasses.replace(first, origin="drawn by A. Smith"), *record.examination.tracks[1:])
            record = dataclasses.replace(record, examination=dataclasses.replace(record.examination, tracks=tracks))
            record = decided(record, ("name", first.id, {"name": "The guest"}))
        records.append(record)
    people = case_people.gathered(taken.exhibits, records)
    return dataclasses.replace(taken, examinations=tuple(records), people=people)


def section(document, name):
    return next(s for s in document.sections if s.id == name)


def words(part):
    return " ".join(
        [b.text for b in part.blocks if b.kind in ("text", "heading")]
        + [str(c) for b in part.blocks if b.kind == "table" for row in b.rows for c in row]
    )


def test_everybody_who_was_named_stands_with_their_exhibits_and_their_strongest_measurement(named):
    document = build(named)
    ids = [s.id for s in document.sections]
    assert ids.index("people") == ids.index("tracks") + 1
    said = words(section(document, "people"))
    assert "The guest" in said
    assert "the program does not recognise faces" in said
    assert "drawn by A. Smith" in said
    assert "Strongest measurement: Exhibit" in said or "calibrated strength" in said
    summary = words(section(document, "summary"))
    assert "People whom examiners named, and in which exhibits: The guest (" in summary
    (data,) = section(document, "people").data
    assert data["name"] == "The guest"
    assert {t["origin"] for t in data["tracks"]} == {"drawn by A. Smith"}


def test_without_names_there_is_no_such_section_unless_it_is_asked_for():
    taken = dataclasses.replace(make.one(), people=())
    document = build(taken)
    assert "people" not in [s.id for s in document.sections]
    assert not document.left_out
    asked = build(taken, design=Design(sections=(*MANDATORY, "people")))
    assert "No examiner named a person" in words(section(asked, "people"))


def test_in_german(named):
    document = build(named, design=Design(language="de"))
    said = words(section(document, "people"))
    assert "das Programm erkennt keine Gesichter" in said
    assert "gezeichnet von A. Smith" in said
    assert "Named" not in said
