"""YAML in which every scalar stays the text it was written as, so that 0.10 is not a float and 01 is not one."""

from __future__ import annotations

from collections.abc import Hashable

import yaml

from hutan.kernel.errors import InputError


class _TextLoader(yaml.BaseLoader):
    """Scalars as text; a key given twice is an error, not a silent overwrite."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.constructor.ConstructorError(None, None, "a key is a list or a mapping", key_node.start_mark)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"key {key!r} stands twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def read_yaml(name: str, data: bytes) -> object:
    """Lists, dicts and text of a YAML document; `name` is used in errors only.

    Raises
    ------
    InputError
        If it is not UTF-8 text or not YAML, naming line and column.
    """
    try:
        return yaml.load(data.decode("utf-8-sig"), Loader=_TextLoader)
    except UnicodeDecodeError as error:
        raise InputError("yaml_not_utf8", file=name) from error
    except RecursionError as error:
        raise InputError("yaml_broken", file=name, place="?", problem="nested too deeply") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{mark.line + 1}:{mark.column + 1}" if mark else "?"
        raise InputError("yaml_broken", file=name, place=place, problem=str(getattr(error, "problem", "") or error)) from error
