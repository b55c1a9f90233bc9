"""Add the guidance as JSON, which loads faster than TOML, to each wheel; an editable install reads the TOML files."""

import runpy
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

GUIDANCE = Path("soleus_recovery", "guidance")


class GuidanceHook(BuildHookInterface):
    """Write ``shipped.json`` outside of the source tree, and have hatch pack it beside the TOML files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Prepare a wheel; ``version`` is ``standard`` or ``editable``."""
        if version == "standard":
            shipped = runpy.run_path(str(Path(self.root, "src") / GUIDANCE / "shipped.py"))
            # The builder reads the file after this returns, so `finalize` removes it.
            self._folder = tempfile.TemporaryDirectory()
            path = Path(self._folder.name, "shipped.json")
            path.write_bytes(shipped["json_of_toml"]())
            build_data["force_include"][str(path)] = (GUIDANCE / path.name).as_posix()

    def finalize(self, version: str, _build_data: dict[str, Any], _artifact_path: str) -> None:
        """Remove the file once it is in the wheel."""
        if version == "standard":
            self._folder.cleanup()
