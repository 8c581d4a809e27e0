"""Every package that a lock names has a license that fits Apache-2.0 distribution: none is AGPL, GPL only, proprietary or unknown."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_PERMISSIVE = re.compile(
    r"^(the )?(mit(-0)?( license)?|(0|\d-clause )?bsd([- ]\d-clause)?( license)?"
    r"|apache([ -]software)?( license)?(,? version)?([- ]2(\.0)?)?( with llvm-exception)?"
    r"|isc( license.*)?|zlib|cc0-1\.0|public domain|unlicense|psf-2\.0|python software foundation license|cnri-python|ofl-1\.1"
    r"|mpl-2\.0|mozilla public license 2\.0( \(mpl 2\.0\))?)$",
    re.IGNORECASE,
)
_LESSER = re.compile(r"\bLGPL|lesser general public", re.IGNORECASE)


def normal(name: str) -> str:
    """A package name in its one spelling."""
    return re.sub(r"[-_.]+", "-", name).lower()


def objection(license_text: str, *, arms_length: bool = False) -> str:
    """Why a license is not accepted, or nothing. Of joined licenses each must be good; of a choice, one good one is enough."""
    if not license_text or license_text == "UNKNOWN":
        return "no license stated: read its license file and enter it in requirements/licenses.toml"
    for part in re.split(r"\s+AND\s+|;", license_text):
        choices = [re.sub(r"^\(|(?<!2\.0)\)$", "", name.strip()) for name in re.split(r"\s+OR\s+", part)]
        if not any(_PERMISSIVE.match(name) or (arms_length and _LESSER.search(name)) for name in choices):
            return f"{part.strip()} is not among the licenses accepted"
    return ""


def locked(folder: Path) -> set[str]:
    """Names of all packages in all locks."""
    pins = (re.findall(r"^([A-Za-z0-9][\w.-]*)==", lock.read_text("utf-8"), re.MULTILINE) for lock in folder.glob("*.lock"))
    return {normal(name) for names in pins for name in names}


def installed() -> dict[str, str]:
    """License of every package in this environment, as its metadata states it."""
    command = [str(Path(sys.executable).with_name("pip-licenses")), "--from=mixed", "--format=json", "--with-system"]
    listing = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {normal(entry["Name"]): entry["License"] for entry in listing}


def problems(names: set[str], stated: dict[str, str], reviewed: dict[str, str], arms_length: set[str]) -> list[str]:
    """Packages that cannot be accepted, each with the reason."""
    reasons = ((name, objection(reviewed.get(name) or stated.get(name, ""), arms_length=name in arms_length)) for name in sorted(names))
    return [f"{name}: {reason}" for name, reason in reasons if reason]


def main() -> int:
    table = tomllib.loads((ROOT / "requirements" / "licenses.toml").read_text("utf-8"))
    names = locked(ROOT / "requirements")
    found = problems(names, installed(), table["reviewed"], set(table["kept_at_arms_length"]))
    found += [f"{name}: reviewed, but in no lock" for name in sorted({*table["reviewed"], *table["kept_at_arms_length"]} - names)]
    for line in found:
        print(line, file=sys.stderr)
    print(f"licenses: {len(names)} packages, {len(found)} problem(s)")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
