"""The JSON form against its schema."""

import json

import jsonschema
import pytest

from deepfake_studio import paths
from deepfake_studio.report import json_writer
from deepfake_studio.report.build import build
from deepfake_studio.report.design import Design


@pytest.fixture(scope="module")
def schema():
    """The schema that ships."""
    return json.loads((paths.resources_dir() / "report" / "report.schema.json").read_text("utf-8"))


def test_the_schema_is_one(schema):
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("design", [Design(), Design(language="de", laboratory="Lab", redact=("folders", "faces"))])
def test_reports_follow_the_schema(any_snapshot, schema, design):
    plain = json.loads(json_writer.render(build(any_snapshot, design=design)))
    jsonschema.validate(plain, schema, cls=jsonschema.Draft202012Validator)


def test_what_does_not_belong_is_refused(make, schema):
    plain = json.loads(json_writer.render(build(make.empty())))
    for change in ({"language": "xx"}, {"content_sha256": "00"}, {"more": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**plain, **change}, schema)
    plain["sections"][0]["blocks"].append({"kind": "script"})
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain, schema)
