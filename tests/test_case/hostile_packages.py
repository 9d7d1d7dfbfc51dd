"""Forty and more case packages that an enemy could send, each made from a good one; used by tests and by robustness."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import sqlite3
import stat
import struct
import zipfile
import zlib

from deepfake_studio import wire
from deepfake_studio.case import archive, manifest
from deepfake_studio.case.keys import Signer

BLOBS = "blobs/"


class Good:
    """A good package taken apart."""

    def __init__(self, raw: bytes, signer: Signer) -> None:
        self.raw = raw
        self.signer = signer
        with zipfile.ZipFile(io.BytesIO(raw)) as opened:
            self.parts = {name: opened.read(name) for name in opened.namelist()}
        self.manifest = wire.from_plain(manifest.Manifest, json.loads(self.parts[archive.MANIFEST]))
        self.database = self.blob(self.manifest.of("database")[0].sha256)

    def blob(self, sha256):
        """A content."""
        return self.parts[archive.blob(sha256)]

    def contents(self):
        """All contents by member name."""
        return {name: data for name, data in self.parts.items() if name.startswith(BLOBS)}

    def packed(self, *, contents=None, signer=None, files=None, drop=(), **changes):
        """A package in the one valid form, signed, whose manifest says what it is told."""
        contents = dict(self.contents() if contents is None else contents)
        told = dataclasses.replace(self.manifest, **changes)
        told = told if files is None else dataclasses.replace(told, files=tuple(files))
        raw, signature = manifest.signed(told, signer or self.signer)
        parts = [(archive.MANIFEST, raw), (archive.SIGNATURE, signature), *sorted(contents.items())]
        return canonical([part for part in parts if part[0] not in drop])

    def with_database(self, data: bytes, **changes):
        """A package, in order and signed, around another database."""
        sha256 = hashlib.sha256(data).hexdigest()
        old = self.manifest.of("database")[0]
        contents = {n: d for n, d in self.contents().items() if n != archive.blob(old.sha256)}
        contents[archive.blob(sha256)] = data
        new = dataclasses.replace(old, sha256=sha256, size_bytes=len(data))
        return self.packed(contents=contents, files=(new, *self.manifest.files[1:]), **changes)

    def with_sql(self, *statements: str, **changes):
        """A package around the database after statements that a tool could run on it."""
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.deserialize(self.database)
        connection.execute("PRAGMA foreign_keys=OFF")
        for statement in statements:
            connection.execute(statement)
        data = connection.serialize()
        connection.close()
        return self.with_database(data, **changes)


def canonical(parts):
    """Members in the one valid form, whatever their names."""
    out = io.BytesIO()
    writer = archive.Writer(out)
    for name, data in parts:
        writer.add(name, iter([data]), size_bytes=len(data))
    writer.finish()
    return out.getvalue()


def ordinary(parts, *, method=zipfile.ZIP_STORED, change=None):
    """Members packed by an ordinary zip program."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, data in parts:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            if change is not None:
                change(info)
            packed.writestr(info, data)
    return out.getvalue()


def _flip(raw: bytes, at: int, value: bytes) -> bytes:
    return raw[:at] + value + raw[at + len(value) :]


def _renamed(good: Good, name: bytes) -> bytes:
    """One content under another name of the same length, in both headers, checksums right."""
    old = sorted(good.contents())[0].encode()
    return good.raw.replace(old, name.ljust(len(old), b"x")[: len(old)])


def _directory(good: Good) -> int:
    return good.raw.index(b"PK\x01\x02")


def _files(good: Good, **changes):
    """The manifest's files with the first report changed."""
    return [dataclasses.replace(f, **changes) if f.role == "report" else f for f in good.manifest.files]


def _second_database(good: Good):
    return dataclasses.replace(good.manifest.of("report")[0], role="database", name="")


def _resigned(good: Good, raw: bytes) -> bytes:
    """A package around any manifest bytes, with a signature that holds for them."""
    signature = good.signer.sign(hashlib.sha256(raw).hexdigest(), domain=manifest.PACKAGE_DOMAIN)
    held = wire.canonical(manifest.Signature(public_key=good.signer.public_key, signature=signature))
    return canonical([(archive.MANIFEST, raw), (archive.SIGNATURE, held), *sorted(good.contents().items())])


def _link(info):
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def _count(good: Good, count: int) -> bytes:
    """The same bytes with another number of members announced."""
    end = good.raw.rindex(b"PK\x06\x06")
    return _flip(good.raw, end + 24, struct.pack("<QQ", count, count))


def _overlap(good: Good) -> bytes:
    """Two directory entries that point to one member."""
    start, end = _directory(good), good.raw.rindex(b"PK\x06\x06")
    last = good.raw.rindex(b"PK\x01\x02")
    directory = good.raw[start:end] + good.raw[last:end]
    count = good.raw[start:end].count(b"PK\x01\x02") + 1
    return good.raw[:start] + directory + archive._tail(count, offset=start, size_bytes=len(directory))


def _recursive_view(good: Good) -> bytes:
    return good.with_sql(
        "DROP TABLE exhibit_notes",
        "CREATE VIEW exhibit_notes AS WITH RECURSIVE n(id, audit_sequence) AS "
        "(SELECT 1, 1 UNION ALL SELECT id + 1, 1 FROM n) SELECT * FROM n",
    )


def _bomb(good: Good) -> bytes:
    return ordinary([(archive.MANIFEST, b"0" * 50_000_000)], method=zipfile.ZIP_DEFLATED)


def make_all(good: Good):
    """Name to bytes of every hostile package."""
    first = sorted(good.contents())[0]
    parts = list(good.parts.items())
    text = good.parts[archive.MANIFEST]
    other = hashlib.sha256(b"surplus").hexdigest()
    directory, tail = _directory(good), len(good.raw) - 22
    crc = zlib.crc32(good.parts[first]) ^ 1
    made = {
        "empty": b"",
        "no zip": b"MZ" + bytes(4096),
        "only an end": good.raw[-98:],
        "cut by one byte": good.raw[:-1],
        "cut in half": good.raw[: len(good.raw) // 2],
        "continued": good.raw + b"more",
        "bytes in front": b"#!/bin/sh\n" + good.raw,
        "ordinary zip": ordinary(parts),
        "compressed": ordinary(parts, method=zipfile.ZIP_DEFLATED),
        "bomb": _bomb(good),
        "link": ordinary(parts, change=_link),
        "link in the one form": _flip(good.raw, directory + 38, struct.pack("<I", (stat.S_IFLNK | 0o777) << 16)),
        "slip upwards": _renamed(good, b"../../../../tmp/evil"),
        "slip with backslashes": _renamed(good, b"..\\..\\..\\evil"),
        "absolute path": _renamed(good, b"/etc/cron.d/evil"),
        "drive letter": _renamed(good, b"C:\\Windows\\evil"),
        "device name": _renamed(good, b"blobs/CON."),
        "name in capitals": _renamed(good, first.upper().encode()),
        "name with NUL": _renamed(good, b"blobs/\0"),
        "added slip": canonical([*parts, ("../evil", b"x")]),
        "added file": canonical([*parts, ("README.txt", b"x")]),
        "added content": canonical(
            [*parts[:2], *sorted([*good.contents().items(), (archive.blob(other), b"surplus")])]
        ),
        "member twice": canonical([*parts, (first, good.parts[first])]),
        "entry twice": _overlap(good),
        "two manifests": canonical([parts[0], *parts]),
        "wrong order": canonical(list(reversed(parts))),
        "no manifest": canonical(parts[1:]),
        "no signature": canonical([parts[0], *parts[2:]]),
        "nothing": canonical([]),
        "a content is missing": good.packed(drop=(first,)),
        "huge count": _count(good, 2**63),
        "many announced": _count(good, 150_000),
        "none announced": _count(good, 0),
        "wrong size in the directory": _flip(good.raw, directory + 46 + 13 + 4, struct.pack("<Q", 2**40)),
        "wrong offset": _flip(good.raw, directory + 46 + 13 + 20, struct.pack("<Q", 2**62)),
        "wrong checksum": _flip(good.raw, directory + 16, struct.pack("<I", crc)),
        "headers differ": _flip(good.raw, 14, struct.pack("<I", crc)),
        "encrypted flag": _flip(good.raw, directory + 8, b"\x01\x00"),
        "comment": _flip(good.raw, tail + 20, b"\x05\x00") + b"hello",
        "other disks": _flip(good.raw, tail + 4, b"\x01\x00"),
        "manifest changed": canonical([(archive.MANIFEST, text.replace(b'"schema":1', b'"schema":2')), *parts[1:]]),
        "signed by a key it does not name": good.packed(signer=_stranger()),
        "signature of another purpose": _other_purpose(good),
        "another format": good.packed(format="something else"),
        "newer package": good.packed(schema=99),
        "no database": good.packed(files=good.manifest.files[1:]),
        "two databases": good.packed(files=(*good.manifest.files, _second_database(good))),
        "size is negative": good.packed(files=_files(good, size_bytes=-1)),
        "size is true": _resigned(good, text.replace(b'"size_bytes":6', b'"size_bytes":true')),
        "sizes differ": good.packed(files=_files(good, size_bytes=7)),
        "hash is a path": good.packed(files=_files(good, sha256="../../evil")),
        "content is not its name": good.packed(contents={**good.contents(), first: good.parts[first][::-1] + b"!"}),
        "same size, other bytes": good.packed(contents={**good.contents(), first: bytes(len(good.parts[first]))}),
        "manifest is no JSON": _resigned(good, b"{" * 100),
        "manifest is deep": _resigned(good, b"[" * 200_000 + b"]" * 200_000),
        "manifest has a key twice": _resigned(good, b'{"schema":1,' + text[1:]),
        "manifest has blanks": _resigned(good, text + b" "),
        "manifest has a huge number": _resigned(good, text.replace(b'"size_bytes":6', b'"size_bytes":' + b"9" * 5000)),
        "database is text": good.with_database(b"not a database " * 1000),
        "database is cut": good.with_database(good.database[: len(good.database) // 2]),
        "database is empty": good.with_database(b""),
        "a view for a table": _recursive_view(good),
        "a trigger that runs": good.with_sql("CREATE TRIGGER evil AFTER INSERT ON exhibit_notes BEGIN SELECT 1; END"),
        "no safeguard": good.with_sql("DROP TRIGGER findings_no_update"),
        "a table of its own": good.with_sql("CREATE TABLE evil (x)"),
        "newer case": good.with_sql("UPDATE alembic_version SET version_num = '9999'"),
        "newer case, and said": good.with_sql(
            "UPDATE alembic_version SET version_num = '9999'", case_schema="9999"
        ),
        "schema in the manifest only": good.packed(case_schema="9999"),
        "another head": good.packed(audit_head_sha256="0" * 64),
        "another case": good.packed(case_number="other"),
        "evidence of no exhibit": _foreign(good, other),
    }  # fmt: skip
    for word in (
        "../evil.html",
        "/etc/passwd",
        "CON",
        "nul.html",
        "a:b",
        "x" * 300,
        ".hidden",
        "end.",
        "",
        "r\u202ehtml",
        "a/b",
    ):
        made[f"report called {word[:20]!r}"] = good.packed(files=_files(good, name=word))
    made["reports that collide"] = good.packed(
        files=[*_files(good), *[f for f in _files(good, name="R.HTML") if f.role == "report"]]
    )
    made["evidence with a name"] = good.packed(
        files=[dataclasses.replace(f, name="evil.exe") if f.role == "evidence" else f for f in good.manifest.files]
    )
    return made


def _stranger() -> Signer:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Signer(Ed25519PrivateKey.from_private_bytes(bytes(32)))


def _other_purpose(good: Good) -> bytes:
    """A signature by the right key, but one made for an audit entry."""
    text = good.parts[archive.MANIFEST]
    signature = good.signer.sign(hashlib.sha256(text).hexdigest())
    held = wire.canonical(manifest.Signature(public_key=good.signer.public_key, signature=signature))
    return canonical([(archive.MANIFEST, text), (archive.SIGNATURE, held), *sorted(good.contents().items())])


def _foreign(good: Good, sha256: str) -> bytes:
    surplus = manifest.PackedFile(role="evidence", sha256=sha256, size_bytes=7)
    contents = {**good.contents(), archive.blob(sha256): b"surplus"}
    return good.packed(contents=contents, files=(*good.manifest.files, surplus))
