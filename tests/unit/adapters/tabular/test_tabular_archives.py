"""Members of a zip archive are replaced without touching another byte, whatever program wrote it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from hutan.adapters.tabular.archive import Archive
from hutan.adapters.tabular.archive_rewriting import with_replaced
from hutan.kernel.errors import InputError

MEMBERS = {"a.xml": b"<a>" + b"1" * 5000 + b"</a>", "b/b.xml": b"<b/>", "图.png": bytes(range(256)) * 9, "empty": b""}
NEW = {"b/b.xml": b"<b>" + b"new " * 999 + b"</b>"}


class OneWay(io.RawIOBase):
    """A stream that cannot go back: zip members get their sizes behind them."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]  # the buffer protocol has no type in 3.11
        self.written += piece
        return len(piece)


def plain(method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.comment = "备注".encode()
        for name, content in MEMBERS.items():
            info = zipfile.ZipInfo(name, (2024, 2, 29, 23, 59, 58))
            info.external_attr, info.extra, info.comment = 0o644 << 16, b"UT\5\0\1\0\0\0\0", b"c"
            archive.writestr(info, content, method)
    return buffer.getvalue()


def streamed() -> bytes:
    stream = OneWay()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in MEMBERS.items():
            archive.writestr(name, content)
    return bytes(stream.written)


def wide(descriptors: bool) -> bytes:
    """Sizes in zip64 fields, as writers do that do not know the size beforehand."""
    stream = OneWay()
    buffer = io.BytesIO()
    with zipfile.ZipFile(stream if descriptors else buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in MEMBERS.items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
                member.write(content)
    return bytes(stream.written) if descriptors else buffer.getvalue()


def zip64_directory() -> bytes:
    """A directory whose numbers stand in the zip64 end record, and a first member whose offset stands in its extra field."""
    data = plain(zipfile.ZIP_DEFLATED)
    end = data.rindex(b"PK\5\6")
    count, size, start = len(MEMBERS), int.from_bytes(data[end + 12 : end + 16], "little"), int.from_bytes(data[end + 16 : end + 20], "little")
    directory = bytearray(data[start : start + size])
    first = directory.index(b"PK\1\2")
    name_length = int.from_bytes(directory[first + 28 : first + 30], "little")
    extra = b"\1\0\x08\0" + (0).to_bytes(8, "little")
    extra_length = int.from_bytes(directory[first + 30 : first + 32], "little")
    directory[first + 30 : first + 32] = (extra_length + len(extra)).to_bytes(2, "little")
    directory[first + 42 : first + 46] = b"\xff" * 4
    directory[first + 46 + name_length : first + 46 + name_length] = extra
    record = b"PK\6\6" + (44).to_bytes(8, "little") + b"\x2d\0\x2d\0" + bytes(8) + count.to_bytes(8, "little") * 2
    record += len(directory).to_bytes(8, "little") + start.to_bytes(8, "little")
    locator = b"PK\6\7" + bytes(4) + (start + len(directory)).to_bytes(8, "little") + (1).to_bytes(4, "little")
    tail = data[end : end + 8] + b"\xff" * 12 + data[end + 20 :]
    return data[:start] + bytes(directory) + record + locator + tail


WRITERS: dict[str, Callable[[], bytes]] = {
    "deflated": lambda: plain(zipfile.ZIP_DEFLATED),
    "stored": lambda: plain(zipfile.ZIP_STORED),
    "streamed": streamed,
    "wide": lambda: wide(descriptors=False),
    "wide and streamed": lambda: wide(descriptors=True),
    "zip64 directory": zip64_directory,
}


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
@pytest.mark.parametrize("names", [["b/b.xml"], ["a.xml"], ["empty"], ["a.xml", "图.png"], list(MEMBERS)])
def test_members_are_replaced(writer: Callable[[], bytes], names: list[str]) -> None:
    data = writer()
    contents = {name: b"new " * 999 for name in names}
    changed = with_replaced(Archive("a", data), contents)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(changed)) as new:
        assert new.testzip() is None
        assert new.comment == old.comment
        assert {info.filename: new.read(info) for info in new.infolist()} == MEMBERS | contents
        assert [(i.filename, i.date_time, i.external_attr, i.comment) for i in new.infolist()] == [
            (i.filename, i.date_time, i.external_attr, i.comment) for i in old.infolist()
        ]
        for one, other in zip(old.infolist(), new.infolist(), strict=True):
            if one.filename not in contents:
                length = 30 + len(one.filename.encode()) + one.compress_size
                assert changed[other.header_offset :][:length] == data[one.header_offset :][:length]
                assert (one.flag_bits, one.extra) == (other.flag_bits, other.extra)
    again = Archive("a", changed)
    assert {member.name: again.read(member) for member in again.members} == MEMBERS | contents


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_nothing_replaced_nothing_changed(writer: Callable[[], bytes]) -> None:
    data = writer()
    archive = Archive("a", data)
    assert with_replaced(archive, {}) == data
    assert {member.name: archive.read(member) for member in archive.members} == MEMBERS


def test_what_stands_between_members_stays() -> None:
    data = plain(zipfile.ZIP_DEFLATED)
    changed = with_replaced(Archive("a", data), NEW)
    back = with_replaced(Archive("a", changed), {"b/b.xml": MEMBERS["b/b.xml"]})
    with zipfile.ZipFile(io.BytesIO(back)) as archive:
        assert archive.read("b/b.xml") == MEMBERS["b/b.xml"]
    assert len(back) == len(data)


def test_bytes_behind_the_archive_stay() -> None:
    data = plain(zipfile.ZIP_DEFLATED) + b"\0" * 40
    assert with_replaced(Archive("a", data), NEW).endswith(b"\0" * 40)


def test_members_that_overlap_are_not_replaced() -> None:
    data = bytearray(plain(zipfile.ZIP_STORED))
    entry = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", entry + 4)
    data[second + 42 : second + 46] = (10).to_bytes(4, "little")
    with pytest.raises(InputError) as error:
        with_replaced(Archive("a", bytes(data)), {"a.xml": b"x"})
    assert error.value.code == "file_damaged"
