"""Files on disk: read whole or refused with a reason, written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path
from typing import Final

from hutan.kernel.errors import InputError

MAX_FILE_BYTES: Final = 100 * 2**20

_BYTES_PER_MB: Final = 2**20


def load(path: Path) -> bytes:
    """All bytes of the file.

    Raises
    ------
    InputError
        ``file_missing``, ``file_is_folder``, ``file_too_large`` or ``file_unreadable``.
    """
    try:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > MAX_FILE_BYTES:
                raise too_large(path.name, size)
            data = stream.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError("file_missing", path=str(path)) from error
    except IsADirectoryError as error:
        raise InputError("file_is_folder", path=str(path)) from error
    except OSError as error:
        raise InputError("file_unreadable", path=str(path), reason=_reason(error)) from error
    if len(data) > MAX_FILE_BYTES:
        raise too_large(path.name, len(data))
    return data


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` at `path`, in folders that are made if need be: a reader sees the old file or the whole new one, never a part.

    Raises
    ------
    InputError
        ``file_unwritable``; what stood at `path` stands there still.
    """
    draft = path.with_name(f".hutan-{secrets.token_hex(8)}.part")
    try:
        target = path.resolve()
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(draft.name)
        with draft.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            draft.chmod(target.stat().st_mode & 0o777)
        draft.replace(target)
    except OSError as error:
        raise InputError("file_unwritable", path=str(path), reason=_reason(error)) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def too_large(file: str, size: int) -> InputError:
    """The error for a file of `size` [bytes]."""
    return InputError("file_too_large", file=file, size=f"{size / _BYTES_PER_MB:.0f}", limit=str(MAX_FILE_BYTES // _BYTES_PER_MB))


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
