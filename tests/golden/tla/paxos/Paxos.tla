--------------------------------- MODULE Paxos --------------------------------
(*****************************************************************************)
(* Single-decree Paxos: acceptors agree on one value, whoever proposes one   *)
(* in whatever ballot.                                                       *)
(*                                                                           *)
(* One module describes every design: a design is a value for each choice.   *)
(* The model of Paxos is PaxosPaxos.cfg, and so on.                          *)
(*                                                                           *)
(*   design          Proposes         Promises                               *)
(*   -------------   --------------   --------                               *)
(*   Paxos           "highest_vote"   TRUE                                   *)
(*   AnyVote         "any_vote"       TRUE                                   *)
(*   BrokenPromise   "highest_vote"   FALSE                                  *)
(*                                                                           *)
(*   Paxos: as published                                                     *)
(*                                                                           *)
(*   AnyVote: any vote that it hears of will do                              *)
(*                                                                           *)
(*   BrokenPromise: votes are cast in lower ballots, too                     *)
(*                                                                           *)
(* The verdicts that are expected:                                           *)
(*                                                                           *)
(*   design          Agreement   VotesAreForProposals                        *)
(*   -------------   ---------   --------------------                        *)
(*   Paxos           proved      proved                                      *)
(*   AnyVote         violated    holds                                       *)
(*   BrokenPromise   violated    holds                                       *)
(*                                                                           *)
(* Whether a run may come to an end is for the claims to say: run TLC with   *)
(* -deadlock, which tells it not to report that as an error.                 *)
(*****************************************************************************)
EXTENDS FiniteSets

CONSTANTS
  \* @type: Set(ACCEPTOR);
  Acceptors,
  \* @type: Set(QUORUM);
  Quorums,
  \* @type: Set(BALLOT);
  Ballots,
  \* @type: Set(VALUE);
  Values,
  \* @type: VALUE;
  NoValue,    \* none, where a value is optional
  \* @type: Str;
  Proposes,   \* of the votes it hears of, which one does a ballot propose
              \* again?
  \* @type: Bool;
  Promises    \* does an acceptor that has joined a ballot vote in no lower
              \* one?

ASSUME AcceptorsExist   == IsFiniteSet(Acceptors) /\ Acceptors # {}
ASSUME QuorumsExist     == IsFiniteSet(Quorums) /\ Quorums # {}
ASSUME BallotsExist     == IsFiniteSet(Ballots) /\ Ballots # {}
ASSUME ValuesExist      == IsFiniteSet(Values) /\ Values # {}
ASSUME NoValueIsNoValue == NoValue \notin Values
ASSUME ProposesIsKnown  == Proposes \in {"highest_vote", "any_vote"}
ASSUME PromisesIsKnown  == Promises \in BOOLEAN

VARIABLES
  \* @type: Set(<<ACCEPTOR, QUORUM>>);
  members,
  \* @type: Set(<<BALLOT, BALLOT>>);
  atMost,    \* the order of the ballots
  \* @type: Set(<<ACCEPTOR, BALLOT>>);
  promise,   \* 1b: who has joined
  \* @type: Set(<<ACCEPTOR, BALLOT>>);
  left,      \* who has promised to vote no more in the ballot
  \* @type: BALLOT -> VALUE;
  proposal,  \* 2a
  \* @type: Set(<<ACCEPTOR, BALLOT, VALUE>>);
  vote,      \* 2b
  \* @type: Set(<<BALLOT, VALUE>>);
  chosen     \* what a quorum is known to have voted for

vars == <<members, atMost, promise, left, proposal, vote, chosen>>

-------------------------------------------------------------------------------

TypeOK ==
  /\ members  \in SUBSET (Acceptors \X Quorums)
  /\ atMost   \in SUBSET (Ballots \X Ballots)
  /\ promise  \in SUBSET (Acceptors \X Ballots)
  /\ left     \in SUBSET (Acceptors \X Ballots)
  /\ proposal \in [Ballots -> Values \cup {NoValue}]
  /\ vote     \in SUBSET (Acceptors \X Ballots \X Values)
  /\ chosen   \in SUBSET (Ballots \X Values)

Init ==
  /\ members  \in SUBSET (Acceptors \X Quorums)
  /\ atMost   \in SUBSET (Ballots \X Ballots)
  /\ promise  = {}
  /\ left     = {}
  /\ proposal = [b \in Ballots |-> NoValue]
  /\ vote     = {}
  /\ chosen   = {}
  /\ \A p, q \in Quorums :
       \E a \in Acceptors : <<a, p>> \in members /\ <<a, q>> \in members
  /\ \A b \in Ballots : <<b, b>> \in atMost
  /\ \A b, c \in Ballots : <<b, c>> \in atMost \/ <<c, b>> \in atMost
  /\ \A b, c \in Ballots : <<b, c>> \in atMost /\ <<c, b>> \in atMost => b = c
  /\ \A b, c, d \in Ballots :
       <<b, c>> \in atMost /\ <<c, d>> \in atMost => <<b, d>> \in atMost

-------------------------------------------------------------------------------

\* B is lower than c.  Source: paxos.tdp, line 28.
Lower(b, c) == b # c /\ <<b, c>> \in atMost

-------------------------------------------------------------------------------

\* Source: paxos.tdp, line 38.
Join(a, b) ==
  /\ <<a, b>> \notin left
  /\ promise' = promise \cup {<<a, b>>}
  /\ left'    = {<<a2, c>> \in Acceptors \X Ballots :
                  IF Lower(c, b)
                    THEN <<a2, c>> \in left \cup {<<a, c>>}
                    ELSE <<a2, c>> \in left}
  /\ UNCHANGED <<members, atMost, proposal, vote, chosen>>

\* Source: paxos.tdp, line 46.
ProposeFree(b, q, v) ==
  /\ proposal[b] = NoValue
  /\ \A a \in Acceptors : <<a, q>> \in members => <<a, b>> \in promise
  /\ \A a \in Acceptors, c \in Ballots, w \in Values :
       <<a, q>> \in members /\ Lower(c, b) => <<a, c, w>> \notin vote
  /\ proposal' = [proposal EXCEPT ![b] = v]
  /\ UNCHANGED <<members, atMost, promise, left, vote, chosen>>

\* Source: paxos.tdp, line 46.
ProposeAgain(b, q, v, c, a) ==
  /\ proposal[b] = NoValue
  /\ \A a2 \in Acceptors : <<a2, q>> \in members => <<a2, b>> \in promise
  /\ Lower(c, b)
  /\ <<a, q>> \in members
  /\ <<a, c, v>> \in vote
  /\ Proposes = "highest_vote"
     => \A d \in Ballots, e \in Acceptors, w \in Values :
          <<e, q>> \in members /\ Lower(d, b) /\ <<e, d, w>> \in vote
          => <<d, c>> \in atMost
  /\ proposal' = [proposal EXCEPT ![b] = v]
  /\ UNCHANGED <<members, atMost, promise, left, vote, chosen>>

\* Source: paxos.tdp, line 60.
CastVote(a, b, v) ==
  /\ proposal[b] = v
  /\ Promises => <<a, b>> \notin left
  /\ vote' = vote \cup {<<a, b, v>>}
  /\ UNCHANGED <<members, atMost, promise, left, proposal, chosen>>

\* Source: paxos.tdp, line 66.
Learn(b, q, v) ==
  /\ \A a \in Acceptors : <<a, q>> \in members => <<a, b, v>> \in vote
  /\ chosen' = chosen \cup {<<b, v>>}
  /\ UNCHANGED <<members, atMost, promise, left, proposal, vote>>

-------------------------------------------------------------------------------

Next ==
  \/ \E a \in Acceptors :
       \E b \in Ballots : Join(a, b) \/ (\E v \in Values : CastVote(a, b, v))
  \/ \E b \in Ballots :
       \E q \in Quorums :
         \E v \in Values :
           \/ ProposeFree(b, q, v)
           \/ \E c \in Ballots, a \in Acceptors : ProposeAgain(b, q, v, c, a)
           \/ Learn(b, q, v)

Spec == Init /\ [][Next]_vars

-------------------------------------------------------------------------------

\* At most one value is chosen.  Source: paxos.tdp, line 73.
Agreement ==
  \A b, c \in Ballots, v, w \in Values :
    <<b, v>> \in chosen /\ <<c, w>> \in chosen => v = w

\* Source: paxos.tdp, line 76.
VotesAreForProposals ==
  \A a \in Acceptors, b \in Ballots, v \in Values :
    <<a, b, v>> \in vote => proposal[b] = v

THEOREM Spec => []TypeOK

\* Design paxos.
THEOREM
     Proposes = "highest_vote" /\ Promises = TRUE
  => (Spec => [](Agreement /\ VotesAreForProposals))

\* Design any_vote.
THEOREM
     Proposes = "any_vote" /\ Promises = TRUE
  => (Spec => []VotesAreForProposals)

\* Design broken_promise.
THEOREM
     Proposes = "highest_vote" /\ Promises = FALSE
  => (Spec => []VotesAreForProposals)
===============================================================================
