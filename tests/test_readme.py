"""The README shows the program's own output."""

import re
from pathlib import Path

from tests.cli.running import COMMANDS, run

README = Path(__file__).parent.parent / "README.md"
MAKEFILE = README.parent / "Makefile"


def test_the_readable_plan_in_the_readme_is_what_make_plan_prints(tmp_path: Path) -> None:
    excerpt = README.read_text(encoding="utf-8").split("```text\n", 1)[1].split("```", 1)[0]
    recipe = re.search(r"soleus-recovery (plan .*?)-o -", MAKEFILE.read_text(encoding="utf-8").replace("\\\n", " "))
    assert recipe is not None
    printed = run(*recipe[1].split(), cwd=tmp_path)
    assert printed.code == 0
    pieces = [piece.strip("\n") for piece in excerpt.split("…\n") if piece.strip()]
    assert len(pieces) > 3
    at = 0
    for piece in pieces:
        assert piece in printed.out[at:]
        at = printed.out.index(piece, at) + len(piece)


def test_the_readme_names_every_command() -> None:
    text = README.read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"soleus-recovery {name}" in text
