"""A sample of ``tests/robustness/tamper.py``: one changed bit is found wherever it lies."""

import importlib.util
from pathlib import Path

import pytest

from deepfake_studio.case import CaseStore, heads, keys
from deepfake_studio.errors import CaseError

FILE = Path(__file__).parents[1] / "robustness" / "tamper.py"


def load():
    spec = importlib.util.spec_from_file_location("tamper", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_one_changed_bit_is_found_everywhere(tmp_path):
    counts = {"fields": 12, "evidence": 3, "reports": 2, "package": 20, "raw": 3, "wal": 1, "keys": 6}
    for kind, (count, found, none) in load().run(tmp_path, counts, seed=1).items():
        assert count == found + none, kind
        assert none == 0 or kind in ("raw", "wal"), kind


def test_a_key_that_changed_signs_nothing_more(tmp_path):
    first = keys.installation_signer().public_key
    assert keys.installation_public_key() == first
    keys.key_file().write_bytes(keys._pem(keys.Ed25519PrivateKey.generate()))
    with pytest.raises(CaseError, match="do not belong together"):
        keys.installation_signer()
    keys.public_key_file().unlink()  # both away, or as an earlier version left it: the key there is taken
    assert keys.installation_signer().public_key == keys.installation_public_key() != first
    keys.key_file().write_bytes(keys.key_file().read_bytes() + b"\n")
    with pytest.raises(CaseError, match="was changed"):
        keys.installation_signer()


def test_a_damaged_memory_is_told(case):
    with CaseStore.open(case) as store:
        uuid = store._case_uuid
    file = heads._file(uuid, case)
    file.write_bytes(file.read_bytes()[:-1] + b" ")
    with CaseStore.open(case, read_only=True) as store:
        assert "The memory of this case" in store.verify(evidence=False).problems[0]
    heads.forget(uuid, case)
    with CaseStore.open(case, read_only=True) as store:
        assert store.verify(evidence=False).ok
