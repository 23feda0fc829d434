"""HTML from Python, with everything escaped that is not HTML already."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

EMPTY_ELEMENTS = frozenset({"meta", "input", "br", "hr", "col"})


@dataclass(frozen=True, slots=True)
class Html:
    """A text that is HTML already."""

    text: str


Child = Html | str


def tag(name: str, /, *children: Child, **attributes: str | bool) -> Html:
    """One element; a text among ``children`` is escaped.

    Shape: an underscore in the name of an attribute is a hyphen, one at its end is dropped; True
           stands for an attribute without a value, False and "" for none.

    >>> tag("a", "x < y", href="#p", class_="good", hidden=True).text
    '<a href="#p" class="good" hidden>x &lt; y</a>'
    """
    given = "".join(_attribute(one, value) for one, value in attributes.items())
    if name in EMPTY_ELEMENTS:
        return Html(f"<{name}{given}>")
    return Html(f"<{name}{given}>{joined(*children).text}</{name}>")


def joined(*children: Child) -> Html:
    """``children`` one after the other."""
    return Html("".join(one.text if isinstance(one, Html) else escape(one) for one in children))


def _attribute(name: str, value: str | bool) -> str:
    shown = name.rstrip("_").replace("_", "-")
    if value is True:
        return f" {shown}"
    return f' {shown}="{escape(value)}"' if value else ""
