"""A zip archive in memory: its members are found without trust in its headers, and inflated only within limits."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hutan.kernel.errors import InputError

MAX_MEMBERS: Final = 10_000
MAX_INFLATED_BYTES: Final = 512 * 2**20
# A sheet of a million empty rows deflates about 25 to 1. Small archives may hold a blank picture at 1000 to 1: no ratio is asked of them.
MAX_RATIO: Final = 200
RATIO_FLOOR_BYTES: Final = 64 * 2**20

ENTRY: Final = struct.Struct("<4s6H3L5H2L")
LOCAL_HEADER: Final = struct.Struct("<4s5H3L2H")
END_RECORD: Final = struct.Struct("<4s4H2LH")
ZIP64_LOCATOR: Final = struct.Struct("<4sLQL")
ZIP64_END: Final = struct.Struct("<4sQ2H2L4Q")
ZIP64_EXTRA: Final = 0x0001
FULL_16: Final = 0xFFFF
FULL_32: Final = 0xFFFFFFFF

STORED: Final = 0
DEFLATED: Final = 8
FLAG_ENCRYPTED: Final = 0x0001
FLAG_DESCRIPTOR: Final = 0x0008
_FLAG_UTF8: Final = 0x0800

_LONGEST_COMMENT: Final = 65_535
_CHUNK_BYTES: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """A line of the central directory, which stands at `entry_start` to `entry_end` of the archive. Sizes in [bytes]."""

    name: str
    flags: int
    method: int
    crc: int
    compressed_size: int
    size: int
    header_offset: int
    entry_start: int
    entry_end: int

    @property
    def key(self) -> str:
        """The name as part names are compared: without regard to case or to the slash a writer used."""
        return part_key(self.name)


def part_key(name: str) -> str:
    """`name` as part names are compared. Source: ISO/IEC 29500-2, 6.2.2.3."""
    return name.replace("\\", "/").lstrip("/").lower()


class Archive:
    """A zip archive.

    Parameters
    ----------
    file
        Name for errors.
    data
        All bytes of the file.

    Raises
    ------
    InputError
        ``file_truncated``, ``file_damaged``, ``file_password`` or ``file_zip_bomb``.
    """

    def __init__(self, file: str, data: bytes) -> None:
        self.file = file
        self.data = data
        self.end_record = data.rfind(b"PK\5\6", max(0, len(data) - END_RECORD.size - _LONGEST_COMMENT))
        if self.end_record < 0:
            raise InputError("file_truncated", file=file)
        try:
            self.zip64_end, count, self.directory_start = self._directory()
            self.members = tuple(self._members(count))
        except (struct.error, UnicodeDecodeError) as error:
            raise self.damaged("zip") from error
        self.directory_end = self.members[-1].entry_end if self.members else self.directory_start
        self._by_key = {member.key: member for member in self.members}
        self._check()

    def damaged(self, part: str) -> InputError:
        """The error that names the broken part."""
        return InputError("file_damaged", file=self.file, part=part)

    def find(self, name: str) -> Member | None:
        """The member that holds the part `name`, or None."""
        return self._by_key.get(part_key(name))

    def data_offset(self, member: Member) -> int:
        """Where the member's own bytes begin.

        Raises
        ------
        InputError
            If no such member stands there.
        """
        if member.header_offset + LOCAL_HEADER.size > len(self.data):
            raise self.damaged(member.name)
        header = LOCAL_HEADER.unpack_from(self.data, member.header_offset)
        start: int = member.header_offset + LOCAL_HEADER.size + header[9] + header[10]
        if header[0] != b"PK\3\4" or start + member.compressed_size > self.directory_start:
            raise self.damaged(member.name)
        return start

    def read(self, member: Member) -> bytes:
        """All bytes of a member, inflated. Raises what `chunks` raises."""
        return b"".join(self.chunks(member))

    def chunks(self, member: Member) -> Iterator[bytes]:
        """The bytes of a member, inflated piece by piece.

        Raises
        ------
        InputError
            ``file_zip_bomb`` as soon as more comes out than the directory says; ``file_damaged`` if less does or the check sum differs.
        """
        size, crc = 0, 0
        for chunk in self._inflated(member):
            size += len(chunk)
            if size > member.size:
                raise InputError("file_zip_bomb", file=self.file)
            crc = zlib.crc32(chunk, crc)
            yield chunk
        if size != member.size or crc != member.crc:
            raise self.damaged(member.name)

    def _inflated(self, member: Member) -> Iterator[bytes]:
        start = self.data_offset(member)
        packed = memoryview(self.data)[start : start + member.compressed_size]
        if member.method == STORED:
            yield from (bytes(packed[position : position + _CHUNK_BYTES]) for position in range(0, len(packed), _CHUNK_BYTES))
            return
        if member.method != DEFLATED:
            raise self.damaged(member.name)
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for position in range(0, len(packed), _CHUNK_BYTES):
                yield stream.decompress(packed[position : position + _CHUNK_BYTES], _CHUNK_BYTES)
                while stream.unconsumed_tail:
                    yield stream.decompress(stream.unconsumed_tail, _CHUNK_BYTES)
            while rest := stream.decompress(b"", _CHUNK_BYTES):
                yield rest
        except zlib.error as error:
            raise self.damaged(member.name) from error
        if not stream.eof:
            raise self.damaged(member.name)

    def _directory(self) -> tuple[int, int, int]:
        """Place of the zip64 end record or -1, number of members, start of the directory."""
        fields = END_RECORD.unpack_from(self.data, self.end_record)
        count, start = fields[4], fields[6]
        if count != FULL_16 and start != FULL_32:
            return -1, count, start
        locator = ZIP64_LOCATOR.unpack_from(self.data, max(0, self.end_record - ZIP64_LOCATOR.size))
        if locator[0] != b"PK\6\7":
            return -1, count, start
        record = ZIP64_END.unpack_from(self.data, min(locator[2], len(self.data)))
        if record[0] != b"PK\6\6":
            raise self.damaged("zip")
        return locator[2], record[7], record[9]

    def _members(self, count: int) -> Iterator[Member]:
        if count > MAX_MEMBERS:
            raise InputError("file_zip_bomb", file=self.file)
        position = self.directory_start
        for _ in range(count):
            member = self._member(position)
            yield member
            position = member.entry_end

    def _member(self, position: int) -> Member:
        if position + ENTRY.size > self.end_record:
            raise self.damaged("zip")
        entry = ENTRY.unpack_from(self.data, position)
        flags, method, crc = entry[3], entry[4], entry[7]
        name_end = position + ENTRY.size + entry[10]
        extra_end = name_end + entry[11]
        end = extra_end + entry[12]
        if entry[0] != b"PK\1\2" or end > self.end_record:
            raise self.damaged("zip")
        name = self.data[position + ENTRY.size : name_end].decode("utf-8" if flags & _FLAG_UTF8 else "cp437")
        size, compressed, offset = _wide(entry[9], entry[8], entry[16], self.data[name_end:extra_end])
        return Member(name, flags, method, crc, compressed, size, offset, position, end)

    def _check(self) -> None:
        if any(member.flags & FLAG_ENCRYPTED for member in self.members):
            raise InputError("file_password", file=self.file)
        if len(self._by_key) != len(self.members) or 0 <= self.zip64_end < self.directory_end:
            raise self.damaged("zip")
        total = sum(member.size for member in self.members)
        packed = sum(member.compressed_size for member in self.members)
        if total > MAX_INFLATED_BYTES or packed > len(self.data) or total > max(RATIO_FLOOR_BYTES, MAX_RATIO * len(self.data)):
            raise InputError("file_zip_bomb", file=self.file)


def extra_fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and whole bytes of each extra field; what is left over at the end comes with number -1."""
    position = 0
    while position + 4 <= len(extra):
        number, length = struct.unpack_from("<2H", extra, position)
        yield number, extra[position : position + 4 + length]
        position += 4 + length
    if position < len(extra):
        yield -1, extra[position:]


def _wide(size: int, compressed: int, offset: int, extra: bytes) -> tuple[int, int, int]:
    """The three numbers, each from the zip64 extra field where the directory has no room for it. Source: APPNOTE 6.3.10, 4.5.3."""
    values = [size, compressed, offset]
    for number, content in extra_fields(extra):
        position = 4
        for index, value in enumerate(values):
            if number == ZIP64_EXTRA and value == FULL_32:
                (values[index],) = struct.unpack_from("<Q", content, position)
                position += 8
    return values[0], values[1], values[2]
