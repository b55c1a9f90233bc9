"""Everything that is measured, side by side in one run: `make bench` writes it into docs/explanation/speed.md."""

import sys

from bench.busy_times import busy_times
from bench.commands import commands
from bench.exporting import exporting
from bench.memory import memory
from bench.node import node, node_versions
from bench.planning import planning
from bench.report import write_page


def main() -> None:
    """Every section; without node, without its libraries."""
    with node() as nodes:
        if not nodes:
            print("node or its libraries are not there: measured without them", file=sys.stderr)
        versions = [f"{name} {each}" for name, each in node_versions().items()] if nodes else []
        sections = [commands(), exporting(nodes), busy_times(), memory(), planning()]
    print(write_page(sections, versions))


main()
