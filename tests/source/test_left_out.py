"""What a README says that a model leaves out."""

from __future__ import annotations

from pathlib import Path

from tdpspec import pipeline
from tdpspec.source.left_out import left_out, paragraphs_left_out
from tdpspec.source.text import SourceText


def test_sections_items_and_paragraphs() -> None:
    text = """# Model
Says nothing.

Not modelled: time,
and space.

## What was left out, and why that is fair

* **One.** a
  b
* two

| a | table |

Three.

```text
code
```

## What is known
Nothing.
"""
    assert paragraphs_left_out(text) == (
        "Not modelled: time, and space.",
        "**One.** a b",
        "two",
        "Three.",
    )


def test_no_readme_says_nothing(tmp_path: Path) -> None:
    assert left_out(tmp_path / "README.md") == ()


def test_a_shipped_spec_is_found_by_its_name() -> None:
    told = pipeline.left_out(SourceText("german.tdp", ""))
    assert len(told) == 3
    assert told[0].startswith("**Data.** Chou")
