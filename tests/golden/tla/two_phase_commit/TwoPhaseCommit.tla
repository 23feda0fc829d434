---------------------------- MODULE TwoPhaseCommit ----------------------------
(*****************************************************************************)
(* Two-phase commit: resource managers and a transaction manager agree to    *)
(* commit or to abort.                                                       *)
(*                                                                           *)
(* The verdicts that are expected:                                           *)
(*                                                                           *)
(*   design           Consistent                                             *)
(*   --------------   ----------                                             *)
(*   TwoPhaseCommit   proved                                                 *)
(*                                                                           *)
(* Whether a run may come to an end is for the claims to say: run TLC with   *)
(* -deadlock, which tells it not to report that as an error.                 *)
(*****************************************************************************)
EXTENDS FiniteSets

CONSTANTS
  \* @type: Set(RESOURCE_MANAGER);
  ResourceManagers

ASSUME ResourceManagersExist ==
  IsFiniteSet(ResourceManagers) /\ ResourceManagers # {}

ManagerStates == {"working", "prepared", "committed", "aborted"}

Decisions == {"undecided", "commit", "abort"}

VARIABLES
  \* @type: RESOURCE_MANAGER -> Str;
  state,
  \* @type: Str;
  decision,      \* of the transaction manager
  \* @type: Set(RESOURCE_MANAGER);
  heard,         \* whose Prepared message has arrived
  \* @type: Set(RESOURCE_MANAGER);
  preparedSent,  \* Prepared messages, by sender
  \* @type: Bool;
  commitSent,    \* the Commit message
  \* @type: Bool;
  abortSent      \* the Abort message

vars == <<state, decision, heard, preparedSent, commitSent, abortSent>>

-------------------------------------------------------------------------------

TypeOK ==
  /\ state        \in [ResourceManagers -> ManagerStates]
  /\ decision     \in Decisions
  /\ heard        \in SUBSET ResourceManagers
  /\ preparedSent \in SUBSET ResourceManagers
  /\ commitSent   \in BOOLEAN
  /\ abortSent    \in BOOLEAN

Init ==
  /\ state        = [r \in ResourceManagers |-> "working"]
  /\ decision     = "undecided"
  /\ heard        = {}
  /\ preparedSent = {}
  /\ commitSent   = FALSE
  /\ abortSent    = FALSE

-------------------------------------------------------------------------------

\* Source: two_phase_commit.tdp, line 20.
ReceivePrepared(r) ==
  /\ decision = "undecided"
  /\ r \in preparedSent
  /\ heard' = heard \cup {r}
  /\ UNCHANGED <<state, decision, preparedSent, commitSent, abortSent>>

\* Source: two_phase_commit.tdp, line 25.
DecideToCommit ==
  /\ decision = "undecided"
  /\ heard = ResourceManagers
  /\ decision'   = "commit"
  /\ commitSent' = TRUE
  /\ UNCHANGED <<state, heard, preparedSent, abortSent>>

\* Source: two_phase_commit.tdp, line 31.
DecideToAbort ==
  /\ decision = "undecided"
  /\ decision'  = "abort"
  /\ abortSent' = TRUE
  /\ UNCHANGED <<state, heard, preparedSent, commitSent>>

\* Source: two_phase_commit.tdp, line 39.
Prepare(r) ==
  /\ state[r] = "working"
  /\ state'        = [state EXCEPT ![r] = "prepared"]
  /\ preparedSent' = preparedSent \cup {r}
  /\ UNCHANGED <<decision, heard, commitSent, abortSent>>

\* Source: two_phase_commit.tdp, line 45.
ChooseToAbort(r) ==
  /\ state[r] = "working"
  /\ state' = [state EXCEPT ![r] = "aborted"]
  /\ UNCHANGED <<decision, heard, preparedSent, commitSent, abortSent>>

\* Source: two_phase_commit.tdp, line 50.
ObeyCommit(r) ==
  /\ commitSent
  /\ state' = [state EXCEPT ![r] = "committed"]
  /\ UNCHANGED <<decision, heard, preparedSent, commitSent, abortSent>>

\* Source: two_phase_commit.tdp, line 55.
ObeyAbort(r) ==
  /\ abortSent
  /\ state' = [state EXCEPT ![r] = "aborted"]
  /\ UNCHANGED <<decision, heard, preparedSent, commitSent, abortSent>>

-------------------------------------------------------------------------------

Next ==
  \/ \E r \in ResourceManagers :
       \/ ReceivePrepared(r)
       \/ Prepare(r)
       \/ ChooseToAbort(r)
       \/ ObeyCommit(r)
       \/ ObeyAbort(r)
  \/ DecideToCommit
  \/ DecideToAbort

Spec == Init /\ [][Next]_vars

-------------------------------------------------------------------------------

\* No resource manager has committed while another has aborted.
\* Source: two_phase_commit.tdp, line 60.
Consistent ==
  \A a, b \in ResourceManagers :
    ~(state[a] = "committed" /\ state[b] = "aborted")

THEOREM Spec => []TypeOK

THEOREM Spec => []Consistent
===============================================================================
