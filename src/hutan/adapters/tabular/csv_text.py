"""CSV as text: its encoding, its separator, and for each field the place it has in the text."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from hutan.kernel.errors import InputError

DELIMITERS: Final = (",", ";", "\t")

_MARKS: Final = (
    ("utf-8-sig", codecs.BOM_UTF8),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
)
_NOT_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_SEPARATOR_LINE: Final = re.compile(r"sep=([,;\t|])(?:\r\n|\r|\n|$)", re.IGNORECASE)
_SAMPLE_CHARACTERS: Final = 65_536
_SAMPLE_RECORDS: Final = 50

# Chinese text in GBK keeps nearly always to the 6,763 characters of GB 2312; another encoding read as GBK rarely does.
_SHARE_OF_RARE: Final = 5
_RARE_ALLOWED: Final = 3
_IDEOGRAPH: Final = re.compile("[\u4e00-\u9fff\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class CsvText:
    """A CSV file: `mark` is its byte order mark, `start` where its first record begins."""

    text: str
    encoding: str
    mark: bytes
    delimiter: str
    start: int

    def encoded(self, text: str) -> bytes:
        """Another text in the bytes of this file."""
        return self.mark + text.encode("utf-8" if self.encoding == "utf-8-sig" else self.encoding)


class Field(NamedTuple):
    """A field and where it stands in the text, quotation marks included."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Record:
    """A record, which may reach over more than one line; `number` counts from 1 as spreadsheets do, `end` is where its line ends."""

    number: int
    fields: tuple[Field, ...]
    end: int

    @property
    def is_blank(self) -> bool:
        return len(self.fields) == 1 and self.fields[0].start == self.fields[0].end


def open_csv(file: str, data: bytes) -> CsvText:
    """The text of a CSV file; `file` is used in errors only.

    Raises
    ------
    InputError
        ``file_empty``, ``file_not_a_table`` or ``file_encoding_unknown``.
    """
    encoding, mark = _encoding(file, data)
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    try:
        text = data[len(mark) :].decode(codec)
    except UnicodeDecodeError as error:
        raise InputError("file_encoding_unknown", file=file) from error
    if _NOT_TEXT.search(text):
        raise InputError("file_not_a_table", file=file)
    if not text.strip():
        raise InputError("file_empty", file=file)
    line = _SEPARATOR_LINE.match(text)
    if line:
        return CsvText(text, encoding, mark, line[1], line.end())
    return CsvText(text, encoding, mark, _delimiter(text[:_SAMPLE_CHARACTERS]), 0)


def records(file: str, csv: CsvText) -> Iterator[Record]:
    """All records, blank lines too.

    Raises
    ------
    InputError
        ``file_quote_open`` if a quotation mark is never closed, so that everything behind it would be one field.
    """
    yield from _records(csv.text, csv.delimiter, csv.start, file)


def _records(text: str, delimiter: str, position: int, file: str) -> Iterator[Record]:
    mark = re.escape(delimiter)
    field = re.compile(rf'(?:"([^"]*+(?:""[^"]*+)*+)"([^{mark}\r\n]*+)|([^{mark}\r\n]*+))({mark}|\r\n|\r|\n|\Z)')
    number = 1
    fields: list[Field] = []
    more = position < len(text)
    while more:
        match = field.match(text, position)
        if match is None or (match[3] or "").startswith('"'):
            raise InputError("file_quote_open", file=file, row=str(number))
        value = match[3] if match[1] is None else match[1].replace('""', '"') + match[2]
        fields.append(Field(value, position, match.start(4)))
        position = match.end()
        more = position < len(text)
        if match[4] == delimiter:
            more = True
            continue
        yield Record(number, tuple(fields), match.start(4))
        number += 1
        fields = []


def _encoding(file: str, data: bytes) -> tuple[str, bytes]:
    """Name of the encoding and byte order mark."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise InputError("file_encoding_unknown", file=file)
    for name, mark in _MARKS:
        if data.startswith(mark):
            return name, mark
    if b"\0" in data:
        return _wide_encoding(file, data), b""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _chinese_encoding(file, data), b""
    return "utf-8", b""


def _wide_encoding(file: str, data: bytes) -> str:
    """UTF-16 without a mark: separators and digits have their zero bytes on one side only."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 or min(even, odd) * 20 > max(even, odd) or max(even, odd) * 20 < len(data):
        raise InputError("file_not_a_table", file=file)
    return "utf-16-le" if odd > even else "utf-16-be"


def _chinese_encoding(file: str, data: bytes) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        code = "file_not_a_table" if _looks_binary(data) else "file_encoding_unknown"
        raise InputError(code, file=file) from error
    if _NOT_TEXT.search(text):
        raise InputError("file_not_a_table", file=file)
    found = _IDEOGRAPH.findall(text[:_SAMPLE_CHARACTERS])
    rare = sum(not character.encode("gb2312", "ignore") for character in found)
    if rare > max(_RARE_ALLOWED, len(found) // _SHARE_OF_RARE):
        raise InputError("file_encoding_unknown", file=file)
    return "gb18030"


def _looks_binary(data: bytes) -> bool:
    return _NOT_TEXT.search(data.decode("latin-1")) is not None


def _delimiter(sample: str) -> str:
    """The separator that cuts most records into the same number of fields, more than one; a comma where none does."""
    best, delimiter = (0.0, 0), DELIMITERS[0]
    for candidate in DELIMITERS:
        sizes = _sizes(sample, candidate)
        size, count = Counter(sizes).most_common(1)[0] if sizes else (1, 0)
        score = (count / len(sizes), size) if size > 1 else (0.0, 0)
        if score > best:
            best, delimiter = score, candidate
    return delimiter


def _sizes(sample: str, delimiter: str) -> list[int]:
    """Number of fields of the first records that are not blank."""
    sizes: list[int] = []
    try:
        for record in _records(sample, delimiter, 0, ""):
            if not record.is_blank:
                sizes.append(len(record.fields))
            if len(sizes) == _SAMPLE_RECORDS:
                break
    except InputError:
        # The sample may end inside a quoted field; what came before it still tells.
        pass
    return sizes
