------------------------------- MODULE Peterson -------------------------------
(*****************************************************************************)
(* Peterson's algorithm: mutual exclusion of two processes by two flags and  *)
(* a turn.                                                                   *)
(*                                                                           *)
(* The verdicts that are expected:                                           *)
(*                                                                           *)
(*   design     MutualExclusion   NoStarvation                               *)
(*   --------   ---------------   ------------                               *)
(*   Peterson   proved            proved                                     *)
(*                                                                           *)
(* Whether a run may come to an end is for the claims to say: run TLC with   *)
(* -deadlock, which tells it not to report that as an error.                 *)
(*****************************************************************************)

Processes == {"left", "right"}

Places ==
  {"rest", "raise_flag", "give_turn_away", "wait", "critical", "lower_flag"}

VARIABLES
  \* @type: Str -> Bool;
  flag,  \* the process wants to enter, or is inside
  \* @type: Str;
  turn,  \* who goes first if both want to enter

  \* @type: Str -> Str;
  pc     \* the step that each contender takes next

vars == <<flag, turn, pc>>

-------------------------------------------------------------------------------

TypeOK ==
  /\ flag \in [Processes -> BOOLEAN]
  /\ turn \in Processes
  /\ pc   \in [Processes -> Places]

Init ==
  /\ flag = [p \in Processes |-> FALSE]
  /\ turn = "left"
  /\ pc   = [p \in Processes |-> "rest"]

-------------------------------------------------------------------------------

\* Source: peterson.tdp, line 10.
Rest(p) ==
  /\ pc[p] = "rest"
  /\ pc' = [pc EXCEPT ![p] = "raise_flag"]
  /\ UNCHANGED <<flag, turn>>

\* Source: peterson.tdp, line 12.
RaiseFlag(p) ==
  /\ pc[p] = "raise_flag"
  /\ flag' = [flag EXCEPT ![p] = TRUE]
  /\ pc'   = [pc EXCEPT ![p] = "give_turn_away"]
  /\ UNCHANGED turn

\* Source: peterson.tdp, line 14.
GiveTurnAway(p, other) ==
  /\ pc[p] = "give_turn_away"
  /\ other # p
  /\ turn' = other
  /\ pc'   = [pc EXCEPT ![p] = "wait"]
  /\ UNCHANGED flag

\* Source: peterson.tdp, line 16.
Wait(p) ==
  /\ pc[p] = "wait"
  /\ (\A other \in Processes \ {p} : ~flag[other]) \/ turn = p
  /\ pc' = [pc EXCEPT ![p] = "critical"]
  /\ UNCHANGED <<flag, turn>>

\* Source: peterson.tdp, line 18.
Critical(p) ==
  /\ pc[p] = "critical"
  /\ pc' = [pc EXCEPT ![p] = "lower_flag"]
  /\ UNCHANGED <<flag, turn>>

\* Source: peterson.tdp, line 20.
LowerFlag(p) ==
  /\ pc[p] = "lower_flag"
  /\ flag' = [flag EXCEPT ![p] = FALSE]
  /\ pc'   = [pc EXCEPT ![p] = "rest"]
  /\ UNCHANGED turn

-------------------------------------------------------------------------------

Contender(p) ==
  \/ Rest(p)
  \/ RaiseFlag(p)
  \/ \E other \in Processes : GiveTurnAway(p, other)
  \/ Wait(p)
  \/ Critical(p)
  \/ LowerFlag(p)

Next == \E p \in Processes : Contender(p)

Fairness ==
  \* No process stops for ever where it could go on.
  /\ \A p \in Processes : WF_vars(Contender(p))

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------

\* At most one process is in its critical section.
\* Source: peterson.tdp, line 25.
MutualExclusion ==
  \A p, q \in Processes : pc[p] = "critical" /\ pc[q] = "critical" => p = q

\* Who waits at the entry gets in.  Source: peterson.tdp, line 30.
NoStarvation == \A p \in Processes : pc[p] = "wait" ~> pc[p] = "critical"

THEOREM Spec => []TypeOK

THEOREM Spec => []MutualExclusion

THEOREM Spec => NoStarvation
===============================================================================
