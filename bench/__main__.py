"""Everything that is measured, side by side in one run: `make bench` writes it into docs/explanation/speed.md."""

import sys
from functools import partial

from bench.busy_times import busy_times
from bench.commands import commands
from bench.exporting import exporting
from bench.memory import memory
from bench.node import node, node_versions
from bench.planning import planning
from bench.report import Section, write_page


def main() -> None:
    """Section by section, each on the page as soon as it is there; without node, without its libraries."""
    with node() as nodes:
        if not nodes:
            print("node or its libraries are not there: measured without them", file=sys.stderr)
        versions = [f"{name} {each}" for name, each in node_versions().items()] if nodes else []
        sections, page = list[Section](), ""
        for section in (commands, memory, planning, partial(exporting, nodes), busy_times):
            sections.append(section())
            page = write_page(sections, versions)
    print(page)


main()
