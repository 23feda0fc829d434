----------------------------- MODULE MCTdpMmuRoots ----------------------------
\* For TLC only: states that differ by names of members are the same. For
\* safety; a search for liveness must not use it.
EXTENDS TdpMmuRoots, TLC

Symmetry ==
  Permutations(Roots)
    \cup Permutations(Vcpus)
    \cup Permutations(Pages)
    \cup Permutations(Zappers)
===============================================================================
