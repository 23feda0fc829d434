"""The one table of codes: every kind of complaint, in the order of the stages.

A code is never reused for something else. Each has at least one file in ``tests/corpus/reject``
(5xx: a test of the engine that says it).
"""

from __future__ import annotations

from tdpspec.source.diagnostic import Code, Severity

# 1xx text and syntax

UNREADABLE = Code("TDP101", "a file that cannot be read")
WRONG_ENCODING = Code("TDP102", "a file that is not UTF-8 text")
BINARY = Code("TDP103", "a file that holds no text")
EMPTY = Code("TDP104", "a file without a protocol in it")
TOO_LARGE = Code("TDP105", "a file that is too large")
TOO_DEEP = Code("TDP106", "an expression or a block that is nested too deeply")
NUMBER_TOO_LARGE = Code("TDP107", "a number that is too large")
STRAY_CHARACTER = Code("TDP111", "a character that means nothing")
OPEN_STRING = Code("TDP112", "a string that is not closed on its line")
OPEN_COMMENT = Code("TDP113", "a block comment that is not closed")
FOREIGN_SIGN = Code("TDP114", "a sign of another language")
UNEXPECTED = Code("TDP121", "something else was expected here")
RESERVED_WORD = Code("TDP122", "a word of the language used as a name")
MISSPELLED_WORD = Code("TDP123", "a word of the language misspelled")
WRONG_ASSIGNMENT = Code("TDP124", "`=` and `:=` mixed up")
OPEN_BRACKET = Code("TDP125", "a bracket that is not closed")
STRAY_BRACKET = Code("TDP126", "a closing bracket without its opening one")
MISSING_COLON = Code("TDP127", "a label without its colon")
TIGHT_DOT = Code("TDP128", "a quantifier's dot without white space after it")
STRAY_ELSE = Code("TDP129", "an `else` or `or` that continues nothing")
MIXED_OPERATORS = Code("TDP130", "operators that need parentheses between them")
BINDER_IN_SET = Code("TDP131", "a set with a variable but without a condition")
BAD_BINDER = Code("TDP132", "a comprehension whose left side binds nothing")
TEMPORAL_OPERATOR = Code("TDP133", "a temporal operator missing, or where none can stand")
NO_STEP = Code("TDP141", "a statement outside of a step")
LATE_VARIABLE = Code("TDP142", "a local variable after the first label")
LABEL_IN_STEP = Code("TDP143", "a label inside a block of a step")
VARIABLE_IN_STEP = Code("TDP144", "a local variable inside a block")

# 2xx names

UNKNOWN_NAME = Code("TDP201", "a name that nothing declares")
DECLARED_TWICE = Code("TDP202", "a name that is declared twice")
HIDES_NAME = Code("TDP203", "a name that hides another one")
AMBIGUOUS_VALUE = Code("TDP204", "a word that is a value of several enumerations or choices")
WRONG_KIND = Code("TDP205", "a name used as something that it is not")
AMBIGUOUS_PROCESS = Code("TDP206", "a variable, label or lock of several processes")
NO_PROCESS = Code("TDP207", "a value that stands for no running copy of a process")
USES_ITSELF = Code("TDP208", "a declaration that uses itself")
RESERVED_NAME = Code("TDP209", "a name that the tool uses itself")

# 3xx types

WRONG_TYPE = Code("TDP301", "a value of another type than is wanted here")
UNKNOWN_TYPE = Code("TDP302", "a value whose type nothing tells")
LEAVES_RANGE = Code("TDP303", "a number that may lie outside of the range allowed here")
NEVER_FITS = Code("TDP304", "a number that can never fit the variable it is assigned to")
EMPTY_RANGE = Code("TDP305", "a range without numbers")
NOT_SCALAR = Code("TDP306", "a set or an optional value where a plain one is wanted")
WRONG_COUNT = Code("TDP307", "too many or too few arguments, indices or elements")
NOT_INDEXED = Code("TDP308", "an index to something that has none")
NOT_OPTIONAL = Code("TDP309", "`is` with a value that is never none")
STRAY_TUPLE = Code("TDP310", "a tuple that is no element of a set of tuples")
STATE_IN_INITIAL = Code("TDP311", "an initial value that reads the state")
EMPTY_SORT = Code("TDP312", "a sort without members")

# 4xx designs and meaning; from 451 on warnings

INCOMPLETE_DESIGN = Code("TDP401", "a design that leaves a choice open")
WRONG_CHOICE_VALUE = Code("TDP402", "a value that a choice does not have")
NO_DESIGN = Code("TDP403", "choices, but no design")
EXPECTED_TWICE = Code("TDP404", "two expectations of one claim under one design")
TWO_KINDS_OF_CLAIM = Code("TDP405", "a claim that is both an invariant and made of asserts")
NOTHING_HAPPENS = Code("TDP406", "a protocol without processes and actions")
NO_STEPS = Code("TDP407", "a process or a critical section without steps")
FAIR_TWICE = Code("TDP408", "the same fairness demanded twice")
NO_MOMENT = Code("TDP409", "a condition on a temporal claim's variables with no moment to hold at")
NOT_WRITABLE = Code("TDP411", "a write to something that is not a variable")
FOREIGN_WRITE = Code("TDP412", "a write to a variable of another process")
WRONG_MODE = Code("TDP413", "a lock taken in a mode that it does not have")
WRONG_PLACE = Code("TDP414", "a statement, or `can_step`, where it cannot stand")
NOT_KEPT = Code("TDP415", "a lock given back that the process never keeps")
SIMULTANEOUS_WRITE = Code("TDP416", "a write in a `for` that two of its turns could make")
UNUSED = Code("TDP451", "a declaration that nothing uses", Severity.WARNING)
NEVER_READ = Code("TDP452", "a variable that nothing reads", Severity.WARNING)
UNREACHABLE_STEP = Code("TDP453", "a step that is never reached", Severity.WARNING)
UNREACHABLE_STATEMENT = Code("TDP454", "a statement that is never reached", Severity.WARNING)
WAITS_HOLDING = Code("TDP455", "a `when` inside the `with` of one step", Severity.WARNING)
EXCLUDES_NOTHING = Code("TDP456", "a lock that is never held between steps", Severity.WARNING)
NEVER_OTHERWISE = Code("TDP457", "an `else` that is never taken", Severity.WARNING)
SAME_DESIGN = Code("TDP458", "two designs that are the same", Severity.WARNING)
EMPTY_CLAIM = Code("TDP459", "a claim without any assert", Severity.WARNING)
NOTHING_CLAIMED = Code("TDP460", "a protocol that claims nothing", Severity.WARNING)
NEVER_HOLDS = Code("TDP461", "a `holds` that is never true", Severity.WARNING)
FAIR_FOR_NOTHING = Code("TDP462", "fairness without a temporal claim", Severity.WARNING)
NOTHING_FAIR = Code("TDP463", "a temporal claim without any fairness", Severity.WARNING)

# 5xx engines

NEVER_TAKEN = Code("TDP501", "an action that no run takes", Severity.WARNING)
TRUE_OF_ANY_STATE = Code("TDP502", "a claim that no step can break", Severity.WARNING)
PREMISE_NEVER_TRUE = Code("TDP503", "a left side of a claim that is never true", Severity.WARNING)
NO_DIFFERENCE = Code("TDP504", "a choice that no verdict depends on", Severity.WARNING)
LEMMA_BROKEN = Code("TDP505", "a lemma that a run breaks", Severity.WARNING)
LEMMA_NOT_INDUCTIVE = Code("TDP506", "a lemma that does not follow from itself", Severity.WARNING)
RANGES_NOT_ASKED = Code("TDP507", "a proof that may rest on values kept in range", Severity.WARNING)
