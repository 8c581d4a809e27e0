"""A zip archive with some members replaced; every byte that does not belong to them or to their directory lines stays the same."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from typing import Final

from hutan.adapters.tabular.archive import (
    DEFLATED,
    END_RECORD,
    ENTRY,
    FLAG_DESCRIPTOR,
    FULL_32,
    LOCAL_HEADER,
    ZIP64_END,
    ZIP64_EXTRA,
    ZIP64_LOCATOR,
    Archive,
    Member,
    extra_fields,
)

_LEVEL: Final = 6
_DESCRIPTOR_SIGNATURE: Final = b"PK\7\x08"


def with_replaced(archive: Archive, contents: Mapping[str, bytes]) -> bytes:
    """The archive with new `contents` by member name; dates, attributes and order stay, other members keep their compressed bytes.

    Raises
    ------
    InputError
        ``file_damaged`` if the members overlap, so that one cannot be replaced alone.
    """
    parts: list[bytes] = []
    shifts: list[tuple[int, int]] = []
    entries: dict[str, bytes] = {}
    position = 0
    for member in sorted((m for m in archive.members if m.name in contents), key=lambda item: item.header_offset):
        end = _end(archive, member, position)
        local, packed, entries[member.name] = _packed(archive, member, contents[member.name])
        parts += [archive.data[position : member.header_offset], local, packed]
        shifts.append((end, len(local) + len(packed) - (end - member.header_offset)))
        position = end
    parts.append(archive.data[position : archive.directory_start])
    directory = b"".join(_moved(archive, member, entries.get(member.name), shifts) for member in archive.members)
    moved = sum(shift for _, shift in shifts)
    return b"".join((*parts, directory, _tail(archive, moved, len(directory))))


def _end(archive: Archive, member: Member, from_position: int) -> int:
    """Where the member's bytes end, with the data descriptor that may follow them."""
    end = archive.data_offset(member) + member.compressed_size
    if member.flags & FLAG_DESCRIPTOR:
        end += _descriptor_length(archive, member, end)
    overlapped = any(member.header_offset < other.header_offset < end for other in archive.members)
    if overlapped or member.header_offset < from_position or end > archive.directory_start:
        raise archive.damaged(member.name)
    return end


def _descriptor_length(archive: Archive, member: Member, position: int) -> int:
    for form in ("<LLL", "<LQQ"):
        wanted = struct.pack(form, member.crc, member.compressed_size, member.size)
        for text in (_DESCRIPTOR_SIGNATURE + wanted, wanted):
            if archive.data.startswith(text, position):
                return len(text)
    raise archive.damaged(member.name)


def _packed(archive: Archive, member: Member, content: bytes) -> tuple[bytes, bytes, bytes]:
    """Local header, compressed bytes and directory line of the new content."""
    packed = content
    if member.method == DEFLATED:
        deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = deflate.compress(content) + deflate.flush()
    sizes = (zlib.crc32(content), len(packed), len(content))
    flags = member.flags & ~FLAG_DESCRIPTOR

    start = member.header_offset
    local = list(LOCAL_HEADER.unpack_from(archive.data, start))
    name_start = start + LOCAL_HEADER.size
    name = archive.data[name_start : name_start + local[9]]
    extra = _without_zip64(archive.data[name_start + local[9] : name_start + local[9] + local[10]])
    local[2], local[6:9], local[10] = flags, sizes, len(extra)

    entry = list(ENTRY.unpack_from(archive.data, member.entry_start))
    entry_name_end = member.entry_start + ENTRY.size + entry[10]
    entry_name = archive.data[member.entry_start + ENTRY.size : entry_name_end]
    entry_extra = _without_zip64(archive.data[entry_name_end : entry_name_end + entry[11]])
    comment = archive.data[entry_name_end + entry[11] : member.entry_end]
    entry[3], entry[7:10], entry[11], entry[16] = flags, sizes, len(entry_extra), member.header_offset
    return LOCAL_HEADER.pack(*local) + name + extra, packed, ENTRY.pack(*entry) + entry_name + entry_extra + comment


def _without_zip64(extra: bytes) -> bytes:
    return b"".join(content for number, content in extra_fields(extra) if number != ZIP64_EXTRA)


def _moved(archive: Archive, member: Member, entry: bytes | None, shifts: list[tuple[int, int]]) -> bytes:
    """The member's directory line, pointing to where the member stands now."""
    line = bytearray(entry if entry is not None else archive.data[member.entry_start : member.entry_end])
    offset = member.header_offset + sum(shift for end, shift in shifts if end <= member.header_offset)
    fields = ENTRY.unpack_from(line)
    if fields[16] != FULL_32:
        struct.pack_into("<L", line, ENTRY.size - 4, offset)
        return bytes(line)
    before = 8 * sum(field == FULL_32 for field in fields[8:10])
    position = ENTRY.size + fields[10]
    for number, content in extra_fields(bytes(line[position : position + fields[11]])):
        if number == ZIP64_EXTRA:
            struct.pack_into("<Q", line, position + 4 + before, offset)
        position += len(content)
    return bytes(line)


def _tail(archive: Archive, moved: int, directory_size: int) -> bytes:
    """Everything behind the directory, with its place and size as they are now."""
    tail = bytearray(archive.data[archive.directory_end :])
    moved_tail = moved + directory_size - (archive.directory_end - archive.directory_start)
    start = archive.directory_start + moved
    end_record = archive.end_record - archive.directory_end
    fields = list(END_RECORD.unpack_from(tail, end_record))
    fields[5] = directory_size if fields[5] != FULL_32 else FULL_32
    fields[6] = start if fields[6] != FULL_32 else FULL_32
    END_RECORD.pack_into(tail, end_record, *fields)
    if archive.zip64_end >= 0:
        place = archive.zip64_end - archive.directory_end
        record = list(ZIP64_END.unpack_from(tail, place))
        record[8:10] = directory_size, start
        ZIP64_END.pack_into(tail, place, *record)
        locator = list(ZIP64_LOCATOR.unpack_from(tail, end_record - ZIP64_LOCATOR.size))
        locator[2] = archive.zip64_end + moved_tail
        ZIP64_LOCATOR.pack_into(tail, end_record - ZIP64_LOCATOR.size, *locator)
    return bytes(tail)
