"""Everything the program reads is packed with it."""

from __future__ import annotations

import tomllib

from source_tree import PACKAGE, ROOT, project_files


def test_every_data_file_is_packed() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    packed = {path for pattern in settings["package-data"]["hutan"] for path in PACKAGE.glob(pattern)}
    data = {path for path in project_files() if path.is_relative_to(PACKAGE) and path.suffix != ".py"}
    assert data
    assert sorted(str(path.relative_to(PACKAGE)) for path in data - packed) == []


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in project_files() if path.is_relative_to(PACKAGE) and path.suffix == ".py"}
    assert [str(folder.relative_to(PACKAGE)) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_license_files_are_there_and_whole() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    assert all((ROOT / name).stat().st_size for name in project["license-files"])
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.lstrip().startswith("Apache License\n                           Version 2.0, January 2004")
    assert "END OF TERMS AND CONDITIONS" in text
