"""Words that an emitted module must not define: TLA+'s own, and those of its standard modules."""

_TLA = """
ACTION ASSUME ASSUMPTION AXIOM BOOLEAN BY CASE CHOOSE CONSTANT CONSTANTS COROLLARY DEF DEFINE DEFS
DOMAIN ELSE ENABLED EXCEPT EXTENDS FALSE HAVE HIDE IF IN INSTANCE LAMBDA LEMMA LET LOCAL MODULE NEW
OBVIOUS OMITTED ONLY OTHER PICK PROOF PROPOSITION PROVE QED RECURSIVE SF_ STATE STRING SUBSET
SUFFICES TAKE TEMPORAL THEN THEOREM TRUE UNCHANGED UNION USE VARIABLE VARIABLES WF_ WITH WITNESS
"""

_CONFIGURATION = """
ACTION_CONSTRAINT ACTION_CONSTRAINTS ALIAS CHECK_DEADLOCK CONSTRAINT CONSTRAINTS INIT INVARIANT
INVARIANTS NEXT POSTCONDITION PROPERTIES PROPERTY SPECIFICATION SYMMETRY VIEW
"""

_STANDARD_MODULES = """
Nat Int Real Infinity Seq Len Head Tail Append SubSeq SelectSeq Cardinality IsFiniteSet
EmptyBag BagToSet SetToBag IsABag BagIn BagOf BagUnion BagCardinality CopiesIn SubBag SumBag
Print PrintT Assert JavaTime TLCGet TLCSet TLCEval TLCCache TLCDefer Permutations SortSeq
RandomElement Any ToString RandomSubset RandomSetOfSubsets RandomSubsetSet TestRandomSetOfSubsets
"""

_MODULES = """
Naturals Integers Reals Sequences FiniteSets Bags TLC TLCExt Toolbox Json Randomization
RealTime Apalache Variants Option
"""

WORDS = frozenset((_TLA + _CONFIGURATION + _STANDARD_MODULES).split())
"""Names that no constant, variable, operator or bound variable of a module may have."""

MODULES = frozenset(_MODULES.split())
"""Names that no module may have, since it would be read instead of the standard one."""
