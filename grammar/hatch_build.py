"""While a wheel is built: the parser of the grammar is made and saved beside it, so that a command
need not make it each time it begins."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SavedParser(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return  # the grammar may change, and there is no copy of it
        sys.path.insert(0, self.root)
        from tdpspec.syntax.grammar import load_grammar, saved_name

        self._folder = tempfile.TemporaryDirectory()
        file = Path(self._folder.name) / saved_name()
        with file.open("wb") as opened:
            load_grammar().save(opened)
        build_data["force_include"][str(file)] = f"tdpspec/_data/grammar/{file.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self._folder.cleanup()
