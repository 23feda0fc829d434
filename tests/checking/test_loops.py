"""What a simultaneous ``for`` may write."""

import pytest

from tests.checking.reading import WORLD, accepted, errors

ACTION = "procedure set_one(x: Root, y: Page) { add y to maps[x] }\naction it(r: Root, p: Page) "


@pytest.mark.parametrize(
    "body",
    [
        "for c: Root { maps[c] := {}  add p to maps[c] }",
        "for c: Root { add c to listed  remove c from listed }",
        "for c: Root, q: Page { add q to maps[c] }",
        "for c: Root { for q in maps[c] { remove (c, q) from pairs } }",
        "for c: Root { set_one(c, p) }",
        "for q: Page { set_one(r, q) }",
        "for c: Root { if c in listed { remove c from listed } else { when count = 0 } }",
    ],
)
def test_turns_that_write_to_parts_of_their_own(body):
    accepted(f"{WORLD}\n{ACTION}{{ {body} }}")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("for c: Root { current := c }", "current"),
        ("for c: Root { maps := {} }", "maps"),
        ("for c: Root { add p to maps[r] }", "add p to maps[r]"),
        ("for c: Root, q: Page { maps[c] := {} }", "maps[c]"),
        ("for c: Root { for q: Page { remove c from listed } }", "remove c from listed"),
        ("for c: Root { set_one(r, p) }", "set_one(r, p)"),
        ("for c: Root { if current is d { remove d from listed } }", "remove d from listed"),
    ],
)
def test_two_turns_that_may_write_to_the_same_part(body, place):
    assert errors(f"{WORLD}\n{ACTION}{{ {body} }}") == [("TDP416", place)]


def test_a_loop_variable_stays_at_its_position_in_all_writes_to_a_variable():
    text = f"{WORLD}\nvar before: Root, Root -> bool = any\naction it(r: Root) "
    body = "{ for c: Root { before[c, r] := true  before[r, c] := true } }"
    assert errors(text + body) == [("TDP416", "before[r, c]")]
    accepted(text + "{ for c: Root { before[c, r] := true  before[c, c] := true } }")


def test_what_waits_or_decides_is_told_through_a_call():
    text = f"{WORLD}\nprocedure some() {{ choose r: Root {{ add r to listed }} }}\n"
    assert errors(text + "action it { for c: Root { some() } }") == [("TDP414", "some()")]
