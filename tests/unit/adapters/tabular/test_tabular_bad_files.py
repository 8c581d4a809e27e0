"""Files that cannot be used are refused, each for its own reason, before they cost time or memory."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib

import pytest
from tabular_samples import XML, book, parts, sheet_xml, zipped

from hutan.adapters.message_catalog import told
from hutan.adapters.tabular import table_file
from hutan.adapters.tabular.reading import read_table
from hutan.kernel.errors import InputError

GOOD = book('<row r="1"><c r="A1"><v>1</v></c></row>')
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def refusal(data: bytes, name: str = "电费.xlsx") -> InputError:
    with pytest.raises(InputError) as error:
        read_table(name, data)
    for language in ("zh", "en"):
        assert told(error.value, language).hint
    return error.value


@pytest.mark.parametrize("length", [30, 200, len(GOOD) // 2, len(GOOD) - 22, len(GOOD) - 1])
def test_a_truncated_workbook(length: int) -> None:
    assert refusal(GOOD[:length]).code in ("file_truncated", "file_damaged")


@pytest.mark.parametrize("length", [30, 200, len(GOOD) // 2, len(GOOD) - 22])
def test_a_workbook_without_its_end(length: int) -> None:
    assert refusal(GOOD[:length]).code == "file_truncated"


def test_every_flipped_byte_is_noticed_or_harmless() -> None:
    wanted = read_table("a", GOOD).sheets
    for position in range(0, len(GOOD), 7):
        broken = GOOD[:position] + bytes([GOOD[position] ^ 0x5A]) + GOOD[position + 1 :]
        try:
            found = read_table("a", broken).sheets
        except InputError as error:
            assert error.code.startswith("file_")
        else:
            assert found == wanted or position < 4


def test_a_password() -> None:
    assert refusal(COMPOUND + "EncryptionInfo".encode("utf-16-le") + b"\0" * 40 + "EncryptedPackage".encode("utf-16-le")).code == "file_password"
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        info = archive.infolist()[-1]
    entry = GOOD.rindex(b"PK\1\2")
    assert info.filename.encode() in GOOD[entry:]
    locked = GOOD[: entry + 8] + b"\1" + GOOD[entry + 9 :]
    assert refusal(locked).code == "file_password"


def test_an_old_workbook() -> None:
    for name in ("Workbook", "Book"):
        assert refusal(COMPOUND + name.encode("utf-16-le")).code == "file_old_xls"
    assert refusal(COMPOUND + "WordDocument".encode("utf-16-le")).code == "file_not_a_table"


@pytest.mark.parametrize(
    ("members", "form"),
    [
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}, "OpenDocument (.ods)"),
        ({"Index/Document.iwa": b"x", "Metadata/Properties.plist": b"x"}, "Apple Numbers (.numbers)"),
    ],
)
def test_other_spreadsheets(members: dict[str, bytes], form: str) -> None:
    error = refusal(zipped(members))
    assert (error.code, dict(error.params)["format"]) == ("file_other_format", form)


@pytest.mark.parametrize(("main", "form"), [("word/document.xml", "Word (.docx)"), ("xl/workbook.bin", "Excel Binary (.xlsb)")])
def test_other_office_documents(main: str, form: str) -> None:
    members = parts({"电": sheet_xml("")})
    members["_rels/.rels"] = members["_rels/.rels"].replace(b"xl/workbook.xml", main.encode())
    error = refusal(zipped(members | {main: b"<a/>"}))
    assert (error.code, dict(error.params)["format"]) == ("file_other_format", form)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n...", b"<html><table><tr><td>1</td></tr></table></html>", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>']
)
def test_other_formats_under_a_false_name(data: bytes) -> None:
    assert refusal(data, "电费.xls").code == "file_other_format"


def test_archives_that_hold_no_workbook() -> None:
    assert refusal(zipped({"a.jpg": b"x"})).code == "file_not_a_table"
    assert refusal(zipped({})).code == "file_not_a_table"
    assert refusal(zipped({"[Content_Types].xml": b"<a/>", "_rels/.rels": b"<Relationships/>"})).code == "file_not_a_table"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(99), bytes(range(256)) * 9, b"\x7fELF\2\1\1" + bytes(99), b"a,b\n1,\x00\x01\x02\n"])
def test_binary_junk(data: bytes) -> None:
    assert refusal(data).code == "file_not_a_table"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\t", "\ufeff\r\n".encode("utf-16-le")])
def test_an_empty_file(data: bytes) -> None:
    assert refusal(data).code == "file_empty"


def test_a_file_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hutan.adapters.tabular.reading.MAX_FILE_BYTES", 1000)
    error = refusal(GOOD)
    assert error.code == "file_too_large"
    assert dict(error.params)["limit"] == str(table_file.MAX_FILE_BYTES // 2**20)


def test_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("reading", "sheet_reading", "workbook"):
        monkeypatch.setattr(f"hutan.adapters.tabular.{module}.MAX_CELLS", 3)
    assert refusal(b"1,2\n3,4\n").code == "file_too_many_cells"
    sheet = sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>')
    assert refusal(zipped(parts({"a": sheet, "b": sheet}))).code == "file_too_many_cells"
    assert refusal(book("", strings=["<t>a</t>"] * 4)).code == "file_too_many_cells"
    assert read_table("a", zipped(parts({"a": sheet}))).sheets[0].rows


def bomb(size: int) -> bytes:
    """A workbook whose sheet inflates to `size` zeros after its beginning."""
    return zipped(parts({"电": sheet_xml("").encode() + b" " * size}))


def test_a_zip_bomb() -> None:
    data = bomb(80 * 2**20)
    assert len(data) < 200_000
    assert refusal(data).code == "file_zip_bomb"


def test_a_zip_bomb_whose_headers_lie() -> None:
    """The directory says 100 bytes; what comes out is 80 MB. It is left after the first piece."""
    data = bytearray(bomb(80 * 2**20))
    entry = data.rindex(b"PK\1\2")
    assert data[entry + 46 :].startswith(b"xl/worksheets/sheet1.xml")
    struct.pack_into("<L", data, entry + 24, 100)
    started = time.monotonic()
    assert refusal(bytes(data)).code == "file_zip_bomb"
    assert time.monotonic() - started < 2


def test_members_that_overlap_are_a_bomb() -> None:
    """Each of many members counts the same compressed bytes as its own."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        biggest = max(archive.infolist(), key=lambda info: info.compress_size)
    start, directory = GOOD.rindex(b"PK\1\2"), GOOD.index(b"PK\1\2")
    entries = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, biggest.CRC, biggest.compress_size, biggest.file_size, 4, 0, 0, 0, 0, 0, 0)
        + f"{number:04}".encode()
        for number in range(500)
    )
    assert start > directory
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 500, 500, len(entries), directory, 0)
    assert refusal(GOOD[:directory] + entries + end).code == "file_zip_bomb"


def test_too_many_members() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}", b"")
    assert refusal(buffer.getvalue()).code == "file_zip_bomb"


def test_the_same_member_twice() -> None:
    members = parts({"电": sheet_xml("")})
    buffer = io.BytesIO(zipped(members))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("XL/worksheets/sheet1.xml", sheet_xml('<row r="1"><c r="A1"><v>9</v></c></row>'))
    assert refusal(buffer.getvalue()).code == "file_damaged"


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "_rels/.rels"])
def test_entities_are_refused_in_every_part(part: str) -> None:
    members = parts({"电": sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>1</t></is></c></row>')}, ["<t>a</t>"])
    text = members[part].decode()
    members[part] = text.replace(XML, XML + LAUGHS).encode()
    assert refusal(zipped(members)).code == "file_xml_entities"


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"]
)
def test_xml_that_breaks_off_names_its_part(part: str) -> None:
    members = parts({"电": sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')}, ["<t>a</t>"])
    error = refusal(zipped(members | {part: members[part][:-9]}))
    assert (error.code, dict(error.params)["part"]) == ("file_damaged", part)


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"])
def test_a_missing_part_is_named(part: str) -> None:
    members = parts({"电": sheet_xml("")})
    del members[part]
    error = refusal(zipped(members))
    assert (error.code, dict(error.params)["part"]) == ("file_damaged", part)


def test_bytes_that_are_not_the_encoding_they_claim() -> None:
    xml = sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>电</t></is></c></row>').encode("gbk")
    assert refusal(zipped(parts({"电": xml}))).code == "file_damaged"


def test_a_check_sum_that_differs() -> None:
    members = parts({"电": sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')})
    data = zipped(members, zipfile.ZIP_STORED)
    assert refusal(data.replace(b"<v>1</v>", b"<v>7</v>")).code == "file_damaged"
    crc = zlib.crc32(members["xl/worksheets/sheet1.xml"])
    assert struct.pack("<L", crc) in data


def test_a_token_without_end_is_not_waited_for() -> None:
    xml = sheet_xml("").replace("<sheetData>", "<!--" + " " * (20 * 2**20) + "-->\n<sheetData>").encode()
    started = time.monotonic()
    assert refusal(zipped(parts({"电": xml}), zipfile.ZIP_STORED)).code == "file_damaged"
    assert time.monotonic() - started < 10
