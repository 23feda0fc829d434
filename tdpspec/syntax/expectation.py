"""A set of terminals in the words of a person: "a statement or `}`" instead of thirty names."""

from __future__ import annotations

from tdpspec.syntax.grammar import fixed_texts, kinds

# Whole groups first; a group counts if all that identifies it is there, and then takes in
# everything of its second column.
_GROUPS: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    (
        "a declaration",
        frozenset({"SORT", "INVARIANT"}),
        kinds(
            "SORT ENUM CHOICE DESIGN RWLOCK MUTEX VAR INITIALLY DEF PROCEDURE PROCESS ACTION "
            "CLAIM INVARIANT LEMMA FAIR STRONGLY TEMPORAL EXPECT $END"
        ),
    ),
    (
        "a statement",
        frozenset({"GOTO", "ADD"}),
        kinds("ADD REMOVE IF WHEN CHOOSE FOR GOTO ASSERT WITH ACQUIRE RELEASE YIELD NAME VAR"),
    ),
    (
        "a value",
        frozenset({"LPAR", "INT", "NONE"}),
        kinds("LPAR LBRACE INT MINUS_SIGN TRUE FALSE NONE CAN_STEP NAME NOT FORALL EXISTS IF ANY"),
    ),
    ("a type", frozenset({"BOOL", "INT"}), kinds("BOOL INT MINUS_SIGN SET NAME LPAR")),
    (
        "an operator",
        frozenset({"PLUS", "UNION"}),
        kinds(
            "PLUS MINUS_SIGN UNION INTERSECT MINUS EQUAL NOT_EQUAL AT_MOST AT_LEAST LESS GREATER "
            "IN NOTIN SUBSET DISJOINT IS AT HOLDS AND OR IMPLIES IFF LSQB LPAR _FIELD_DOT"
        ),
    ),
    (
        "an operator",
        frozenset({"AND", "OR"}),
        kinds("AND OR IMPLIES IFF"),
    ),
)
_OTHERS = {
    "NAME": "a name",
    "INT": "a number",
    "STRING": "a doc string",
    "_DOT": "`.`",
    "_FIELD_DOT": "`.`",
    "_FOR_EVERY_SIZE": "`for every size`",
    "$END": "the end of the file",
}


def expected_text(accepted: frozenset[str]) -> str:
    """``accepted`` as the middle of a sentence; groups first, then what is left, by name.

    >>> expected_text(frozenset({"RBRACE", "COMMA"}))
    '`,` or `}`'
    """
    left = set(accepted)
    parts: list[str] = []
    for name, sign, members in _GROUPS:
        if sign <= left:
            parts.append(name)
            left -= members
    if len(left) > 1 or parts:
        left.discard("STRING")
    texts = fixed_texts()
    rest = sorted(f"`{texts[kind]}`" if kind in texts else _OTHERS[kind] for kind in left)
    parts.extend(dict.fromkeys(rest))
    if not parts:
        return "nothing more"
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " or " + parts[-1]
