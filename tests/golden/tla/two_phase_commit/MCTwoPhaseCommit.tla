--------------------------- MODULE MCTwoPhaseCommit ---------------------------
\* For TLC only: states that differ by names of members are the same. For
\* safety; a search for liveness must not use it.
EXTENDS TwoPhaseCommit, TLC

Symmetry == Permutations(ResourceManagers)
===============================================================================
