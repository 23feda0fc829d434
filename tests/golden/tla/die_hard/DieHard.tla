-------------------------------- MODULE DieHard -------------------------------
(*****************************************************************************)
(* Two jugs without marks, one of 3 and one of 5 gallons, a tap and a drain: *)
(* measure 4 gallons.                                                        *)
(*                                                                           *)
(* The verdicts that are expected:                                           *)
(*                                                                           *)
(*   design    NoJugHoldsFour   RangesAreRespected                           *)
(*   -------   --------------   ------------------                           *)
(*   DieHard   violated         proved                                       *)
(*                                                                           *)
(* Whether a run may come to an end is for the claims to say: run TLC with   *)
(* -deadlock, which tells it not to report that as an error.                 *)
(*****************************************************************************)
EXTENDS Integers

VARIABLES
  \* @type: Int;
  small,  \* gallons in the small jug
  \* @type: Int;
  big     \* gallons in the big jug

vars == <<small, big>>

-------------------------------------------------------------------------------

TypeOK ==
  /\ small \in 0..3
  /\ big   \in 0..5

Init ==
  /\ small = 0
  /\ big   = 0

-------------------------------------------------------------------------------

\* Source: die_hard.tdp, line 7.
FillSmall ==
  /\ small' = 3
  /\ UNCHANGED big

\* Source: die_hard.tdp, line 8.
FillBig ==
  /\ big' = 5
  /\ UNCHANGED small

\* Source: die_hard.tdp, line 9.
EmptySmall ==
  /\ small' = 0
  /\ UNCHANGED big

\* Source: die_hard.tdp, line 10.
EmptyBig ==
  /\ big' = 0
  /\ UNCHANGED small

\* Pour until the small jug is empty or the big one full.
\* Source: die_hard.tdp, line 12.
SmallToBig ==
  IF small + big <= 5
    THEN /\ big'   = small + big
         /\ small' = 0
    ELSE /\ big'   = 5
         /\ small' = small - (5 - big)

\* Pour until the big jug is empty or the small one full.
\* Source: die_hard.tdp, line 22.
BigToSmall ==
  IF small + big <= 3
    THEN /\ small' = small + big
         /\ big'   = 0
    ELSE /\ small' = 3
         /\ big'   = big - (3 - small)

-------------------------------------------------------------------------------

Next ==
  \/ FillSmall
  \/ FillBig
  \/ EmptySmall
  \/ EmptyBig
  \/ SmallToBig
  \/ BigToSmall

Spec == Init /\ [][Next]_vars

-------------------------------------------------------------------------------

\* No jug ever holds 4 gallons.  Source: die_hard.tdp, line 32.
NoJugHoldsFour == small # 4 /\ big # 4

\* No update leaves the range of its variable.  TypeOK says just that.
RangesAreRespected == TypeOK

THEOREM Spec => []TypeOK

THEOREM Spec => []RangesAreRespected
===============================================================================
