"""Runs every measurement and writes docs/explanation/speed.md: `make bench`."""

import sys
from functools import partial

from bench.busy_times import busy_times
from bench.commands import commands
from bench.exporting import exporting
from bench.installed import require_wheel
from bench.memory import memory
from bench.node import node, node_versions
from bench.planning import planning
from bench.report import Section, write_page


def main() -> None:
    """Measure section by section and write the page after each; without node, its libraries are left out."""
    require_wheel()
    with node() as nodes:
        if not nodes:
            print("node or its libraries are missing, so they are not measured", file=sys.stderr)
        versions = [f"{name} {each}" for name, each in node_versions().items()] if nodes else []
        sections, page = list[Section](), ""
        for section in (commands, memory, planning, partial(exporting, nodes), busy_times):
            sections.append(section())
            page = write_page(sections, versions)
    print(page)


main()
