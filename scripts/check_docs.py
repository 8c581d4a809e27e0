"""Every relative link and every anchor in the project's Markdown files leads somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent

_FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]+`")
_INLINE = re.compile(r"\[[^\]\n]*\]\(\s*<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n^][^\]\n]*\]:\s*<?([^>\s]+)>?", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_ANCHOR = re.compile(r"<a\s+(?:id|name)=\"([^\"]+)\"")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def links(text: str) -> list[str]:
    """Link targets of a Markdown text, code left out."""
    prose = _CODE.sub("", _FENCE.sub("", text))
    return [*_INLINE.findall(prose), *_REFERENCE.findall(prose)]


def anchors(text: str) -> set[str]:
    """Anchors that the headings of a Markdown text give, as the usual hosts form them."""
    prose = _FENCE.sub("", text)
    found: set[str] = set(_ANCHOR.findall(prose))
    counts: dict[str, int] = {}
    for heading in _HEADING.findall(prose):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
        slug = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        again = counts.get(slug, 0)
        counts[slug] = again + 1
        found.add(f"{slug}-{again}" if again else slug)
    return found


def broken(page: Path, root: Path) -> list[str]:
    """Links of one page that lead nowhere, or out of the project."""
    return [f"{page.relative_to(root)}: {target}: {why}" for target in links(page.read_text("utf-8")) if (why := _fault(page, target, root))]


def _fault(page: Path, target: str, root: Path) -> str:
    if _SCHEME.match(target):
        return ""
    place, _, anchor = target.partition("#")
    goal = (root / place.lstrip("/") if place.startswith("/") else page.parent / unquote(place)).resolve() if place else page
    if not goal.is_relative_to(root):
        return "leads out of the project"
    if not goal.exists():
        return "no such file"
    if anchor and goal.suffix == ".md" and unquote(anchor) not in anchors(goal.read_text("utf-8")):
        return "no such heading"
    return ""


def pages(root: Path) -> list[Path]:
    """Markdown files that are, or would be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "*.md"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.splitlines()
    return [root / name for name in listed if (root / name).is_file()]


def main() -> int:
    found = pages(ROOT)
    problems = [problem for page in found for problem in broken(page, ROOT)]
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"docs: {len(found)} pages, {len(problems)} broken links")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
