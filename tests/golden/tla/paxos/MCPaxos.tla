-------------------------------- MODULE MCPaxos -------------------------------
\* For TLC only: states that differ by names of members are the same. For
\* safety; a search for liveness must not use it.
EXTENDS Paxos, TLC

Symmetry ==
  Permutations(Acceptors)
    \cup Permutations(Quorums)
    \cup Permutations(Ballots)
    \cup Permutations(Values)
===============================================================================
