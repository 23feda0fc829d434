------------------------------ MODULE TdpMmuRoots -----------------------------
(*****************************************************************************)
(* KVM's TDP MMU keeps its page-table roots on a list of the VM. Should a    *)
(* root leave the list when a fast zap invalidates it, or stay? Fast zaps,   *)
(* MMU notifiers, vCPUs and yields race over it.                             *)
(*                                                                           *)
(* One module describes every design: a design is a value for each choice.   *)
(* The model of Keep515 is TdpMmuRootsKeep515.cfg, and so on.                *)
(*                                                                           *)
(*   Keep515: Linux 5.15 as released: range_start visits every               *)
(*            root, without a reference; release only valid                  *)
(*            ones; a fault does not look at its root.                       *)
(*            OnInvalidate = "keep", RangeStartVisits = "all",               *)
(*            ReleaseVisits = "valid", WalkIsPinned = FALSE,                 *)
(*            SlotsLockOverFastZap = TRUE, ZapMayYield = TRUE,               *)
(*            Gap = TRUE, FaultChecksRoot = FALSE,                           *)
(*            Gift = "every_listed",                                         *)
(*            FastZapVisits = "every_invalid",                               *)
(*            Puts = "every_invalid".                                        *)
(*                                                                           *)
(*   KeepAndSkip: Linux 5.16 and 5.17 as released: invalid roots             *)
(*                stay on the list, notifiers skip them. As Keep515,         *)
(*                but RangeStartVisits = "valid",                            *)
(*                WalkIsPinned = TRUE, FaultChecksRoot = TRUE.               *)
(*                                                                           *)
(*   RemoveFromList: The proposal of November 2021, patch 15/28: a fast      *)
(*                   zap takes the roots off the list. As KeepAndSkip,       *)
(*                   but OnInvalidate = "unlink",                            *)
(*                   FastZapVisits = "only_own", Puts = "only_own".          *)
(*                                                                           *)
(*   KeepOnList: The fix, d62007edf01f, as it went to 5.16.y and             *)
(*               5.17.y: notifiers visit every root. As                      *)
(*               KeepAndSkip, but RangeStartVisits = "all",                  *)
(*               ReleaseVisits = "all".                                      *)
(*                                                                           *)
(*   KeepOnListNoSlotsLock:                                                  *)
(*       What if the fix did without slots_lock, so that two fast zaps can   *)
(*       meet? As KeepOnList, but SlotsLockOverFastZap = FALSE.              *)
(*                                                                           *)
(*   RemoveFromListNoSlotsLock:                                              *)
(*       What if the proposal did without slots_lock, as its private lists   *)
(*       seem to allow? As RemoveFromList, but SlotsLockOverFastZap = FALSE. *)
(*                                                                           *)
(*   KeepAndSkipOneSection:                                                  *)
(*       What if 5.17 invalidated and zapped in one critical section that    *)
(*       does not yield? As KeepAndSkip, but ZapMayYield = FALSE,            *)
(*       Gap = FALSE.                                                        *)
(*                                                                           *)
(*   KeepOnListOwned: What if the fix gave each invalid root one owner,      *)
(*                    as 5.18 did, and dropped slots_lock? As                *)
(*                    KeepOnListNoSlotsLock, but Gift = "newly_invalid",     *)
(*                    FastZapVisits = "only_own", Puts = "only_own".         *)
(*                                                                           *)
(* The verdicts that are expected:                                           *)
(*                                                                           *)
(*   NoTouchAfterNotifier                                                    *)
(*       violated in Keep515, KeepAndSkip, RemoveFromList,                   *)
(*       KeepOnListNoSlotsLock, RemoveFromListNoSlotsLock, KeepOnListOwned;  *)
(*       proved in KeepOnList, KeepAndSkipOneSection.                        *)
(*   NoUseAfterFree                                                          *)
(*       violated in Keep515, KeepOnListNoSlotsLock; proved in KeepAndSkip,  *)
(*       RemoveFromList, KeepOnList, RemoveFromListNoSlotsLock,              *)
(*       KeepAndSkipOneSection, KeepOnListOwned.                             *)
(*   NoVcpuJoinsAnInvalidRoot                                                *)
(*       proved in all designs.                                              *)
(*   NoMappingIntoInvalidRoot                                                *)
(*       violated in Keep515; proved in KeepAndSkip, RemoveFromList,         *)
(*       KeepOnList, KeepOnListNoSlotsLock, RemoveFromListNoSlotsLock,       *)
(*       KeepAndSkipOneSection, KeepOnListOwned.                             *)
(*   InvalidGainsNoReference                                                 *)
(*       violated in Keep515, KeepAndSkip, KeepOnList,                       *)
(*       KeepOnListNoSlotsLock, KeepAndSkipOneSection, KeepOnListOwned;      *)
(*       proved in RemoveFromList, RemoveFromListNoSlotsLock.                *)
(*   ZapsOnlyItsOwn                                                          *)
(*       violated in KeepOnListNoSlotsLock; proved in Keep515, KeepAndSkip,  *)
(*       RemoveFromList, KeepOnList, RemoveFromListNoSlotsLock,              *)
(*       KeepAndSkipOneSection, KeepOnListOwned.                             *)
(*   ReferencesBalance                                                       *)
(*       violated in KeepOnListNoSlotsLock; proved in Keep515, KeepAndSkip,  *)
(*       RemoveFromList, KeepOnList, RemoveFromListNoSlotsLock,              *)
(*       KeepAndSkipOneSection, KeepOnListOwned.                             *)
(*   NothingSurvivesItsNotifier                                              *)
(*       violated in Keep515, KeepAndSkip, RemoveFromList,                   *)
(*       KeepOnListNoSlotsLock, RemoveFromListNoSlotsLock, KeepOnListOwned;  *)
(*       proved in KeepOnList, KeepAndSkipOneSection.                        *)
(*   InUseIsListed                                                           *)
(*       violated in RemoveFromList, RemoveFromListNoSlotsLock; proved in    *)
(*       Keep515, KeepAndSkip, KeepOnList, KeepOnListNoSlotsLock,            *)
(*       KeepAndSkipOneSection, KeepOnListOwned.                             *)
(*   ValidInUseIsListed                                                      *)
(*       proved in all designs.                                              *)
(*   ListedIsValid                                                           *)
(*       violated in Keep515, KeepAndSkip, KeepOnList,                       *)
(*       KeepOnListNoSlotsLock, KeepAndSkipOneSection, KeepOnListOwned;      *)
(*       proved in RemoveFromList, RemoveFromListNoSlotsLock.                *)
(*   FastZapIsComplete                                                       *)
(*       violated in KeepOnListNoSlotsLock, RemoveFromListNoSlotsLock,       *)
(*       KeepOnListOwned; proved in Keep515, KeepAndSkip, RemoveFromList,    *)
(*       KeepOnList, KeepAndSkipOneSection.                                  *)
(*   AllocatedIsReferenced                                                   *)
(*       proved in all designs.                                              *)
(*   InvalidRootsAreFreed                                                    *)
(*       proved in all designs.                                              *)
(*                                                                           *)
(* Whether a run may come to an end is for the claims to say: run TLC with   *)
(* -deadlock, which tells it not to report that as an error.                 *)
(*****************************************************************************)
EXTENDS FiniteSets

CONSTANTS
  \* @type: Set(ROOT);
  Roots,                 \* struct kvm_mmu_page of a root; freed ones are
                         \* allocated again
  \* @type: Set(VCPU);
  Vcpus,
  \* @type: Set(PAGE);
  Pages,                 \* host page frames that back guest memory, each one a
                         \* memslot of its own
  \* @type: Set(ZAPPER);
  Zappers,               \* tasks that call kvm_mmu_zap_all_fast()
  \* @type: ZAPPER;
  NoZapper,              \* none, where a zapper is optional
  \* @type: ROOT;
  NoRoot,                \* none, where a root is optional
  \* @type: PAGE;
  NoPage,                \* none, where a page is optional
  \* @type: Str;
  OnInvalidate,          \* does a root stay on the VM's list when it is
                         \* invalidated, or move to the fast zap's own?
  \* @type: Str;
  RangeStartVisits,      \* which roots does a notifier's range_start unmap?
  \* @type: Str;
  ReleaseVisits,         \* which roots does a notifier's release zap?
  \* @type: Bool;
  WalkIsPinned,          \* does range_start's walk hold a reference to the
                         \* root that it is on?
  \* @type: Bool;
  SlotsLockOverFastZap,  \* does set_nx_huge_pages() hold slots_lock? Memslot
                         \* updates do, whatever they zap
  \* @type: Bool;
  ZapMayYield,           \* does the fast zap's zap_gfn_range() yield?
  \* @type: Bool;
  Gap,                   \* is mmu_lock dropped between invalidation and zap,
                         \* and then taken for read?
  \* @type: Bool;
  FaultChecksRoot,       \* does a page fault retry when its root is invalid?
  \* @type: Str;
  Gift,                  \* to which roots does invalidation take a reference?
  \* @type: Str;
  FastZapVisits,         \* which roots does a fast zap work on: the invalid
                         \* ones on the VM's list, or those it was given?
  \* @type: Str;
  Puts                   \* which roots does a fast zap put when it has zapped
                         \* them?

ASSUME RootsExist                  == IsFiniteSet(Roots) /\ Roots # {}
ASSUME VcpusExist                  == IsFiniteSet(Vcpus) /\ Vcpus # {}
ASSUME PagesExist                  == IsFiniteSet(Pages) /\ Pages # {}
ASSUME ZappersExist                == IsFiniteSet(Zappers) /\ Zappers # {}
ASSUME NoZapperIsNoZapper          == NoZapper \notin Zappers
ASSUME NoRootIsNoRoot              == NoRoot \notin Roots
ASSUME NoPageIsNoPage              == NoPage \notin Pages
ASSUME OnInvalidateIsKnown         == OnInvalidate \in {"keep", "unlink"}
ASSUME RangeStartVisitsIsKnown     == RangeStartVisits \in {"valid", "all"}
ASSUME ReleaseVisitsIsKnown        == ReleaseVisits \in {"valid", "all"}
ASSUME WalkIsPinnedIsKnown         == WalkIsPinned \in BOOLEAN
ASSUME SlotsLockOverFastZapIsKnown == SlotsLockOverFastZap \in BOOLEAN
ASSUME ZapMayYieldIsKnown          == ZapMayYield \in BOOLEAN
ASSUME GapIsKnown                  == Gap \in BOOLEAN
ASSUME FaultChecksRootIsKnown      == FaultChecksRoot \in BOOLEAN
ASSUME GiftIsKnown ==
  Gift \in {"every_listed", "newly_invalid"}
ASSUME FastZapVisitsIsKnown ==
  FastZapVisits \in {"every_invalid", "only_own"}
ASSUME PutsIsKnown                 == Puts \in {"every_invalid", "only_own"}

VcpuPlaces == {"run", "unload", "load", "sample", "resolve", "map"}

ZapperPlaces ==
  {"begin", "mark", "drain", "invalidate", "first", "next_root", "zap", "put",
   "finish", "drop"}

NotifierPlaces == {"start", "walk", "unmap", "evict", "end", "done"}

MmPlaces == {"exit", "zap_all", "advance", "done"}

VARIABLES
  \* @type: Set(ROOT);
  allocated,               \* roots that exist
  \* @type: Set(ROOT);
  listed,                  \* kvm->arch.tdp_mmu_roots
  \* @type: Set(ROOT);
  invalid,                 \* role.invalid; set once, gone only when the root
                           \* is freed
  \* @type: ROOT -> ZAPPER;
  invalidator,             \* the running fast zap that invalidated the root
  \* @type: ROOT -> Set(PAGE);
  maps,                    \* the pages that a root's present leaf SPTEs point
                           \* to
  \* @type: Set(ROOT);
  short,                   \* one reference more was put than taken
  \* @type: Set(VCPU);
  reload,                  \* KVM_REQ_MMU_RELOAD is pending for the vCPU
  \* @type: Set(PAGE);
  slots,                   \* memslots that can be found
  \* @type: Set(PAGE);
  deleting,                \* KVM_MEMSLOT_INVALID is set
  \* @type: Set(PAGE);
  notifying,               \* mmu_notifier_count > 0 with the page in its range
  \* @type: Set(VCPU);
  stale,                   \* mmu_notifier_seq has moved since the vCPU sampled
                           \* it

  \* @type: Set(ZAPPER);
  mmuLockReaders,          \* each zapper that holds mmu_lock for reading
                           \* between two steps
  \* @type: Set(ZAPPER);
  mmuLockReadYielders,     \* each zapper that takes mmu_lock for reading again
                           \* with their next step
  \* @type: Set(ZAPPER);
  mmuLockZapperWriters,    \* each zapper that holds mmu_lock for writing
                           \* between two steps
  \* @type: Set(ZAPPER);
  mmuLockWriteYielders,    \* each zapper that takes mmu_lock for writing again
                           \* with their next step
  \* @type: Set(PAGE);
  mmuLockNotifierWriters,  \* each notifier that holds mmu_lock for writing
                           \* between two steps
  \* @type: Bool;
  mmuLockWriteHeldByMm,    \* whether mm holds mmu_lock for writing between two
                           \* steps
  \* @type: Set(ZAPPER);
  slotsLockHolders,        \* each zapper that holds slots_lock between two
                           \* steps
  \* @type: Set(ZAPPER);
  kvmLockHolders,          \* each zapper that holds kvm_lock between two steps

  \* @type: VCPU -> Str;
  vcpuPc,                  \* the step that each vcpu takes next
  \* @type: VCPU -> ROOT;
  root,                    \* mmu->root_hpa; holds a reference
  \* @type: VCPU -> PAGE;
  pfn,                     \* what the fault under way has found

  \* @type: ZAPPER -> Str;
  zapperPc,                \* the step that each zapper takes next
  \* @type: ZAPPER -> PAGE;
  slot,                    \* the memslot that is being deleted
  \* @type: ZAPPER -> Set(ROOT);
  gifts,                   \* the references that its invalidation took
  \* @type: ZAPPER -> Set(ROOT);
  zapperTodo,              \* the roots that its walk has still to meet
  \* @type: ZAPPER -> ROOT;
  zapping,                 \* the root that is being zapped
  \* @type: ZAPPER -> ROOT;
  next,                    \* the one after it, chosen before; no reference of
                           \* its own
  \* @type: ZAPPER -> Set(PAGE);
  ahead,                   \* the entries of the root that are ahead of the
                           \* iterator
  \* @type: ZAPPER -> Bool;
  zapperYielded,           \* and has not moved on since

  \* @type: PAGE -> Str;
  notifierPc,              \* the step that each notifier takes next
  \* @type: PAGE -> Set(ROOT);
  notifierTodo,            \* listed when the walk began, not yet met
  \* @type: PAGE -> ROOT;
  notifierPin,             \* the root that the walk is on
  \* @type: PAGE -> Bool;
  notifierYielded,         \* and has not moved on since

  \* @type: Str;
  mmPc,                    \* the step that mm takes next
  \* @type: Set(ROOT);
  mmTodo,                  \* listed when the walk began, not yet met
  \* @type: ROOT;
  mmPin,                   \* the root that the walk is on; holds a reference
  \* @type: Bool;
  mmYielded                \* and has not moved on since

sharedVars   == <<allocated, listed, invalid, invalidator, maps, short, reload,
                  slots, deleting, notifying, stale>>
lockVars     == <<mmuLockReaders, mmuLockReadYielders, mmuLockZapperWriters,
                  mmuLockWriteYielders, mmuLockNotifierWriters,
                  mmuLockWriteHeldByMm, slotsLockHolders, kvmLockHolders>>
vcpuVars     == <<vcpuPc, root, pfn>>
zapperVars   == <<zapperPc, slot, gifts, zapperTodo, zapping, next, ahead,
                  zapperYielded>>
notifierVars == <<notifierPc, notifierTodo, notifierPin, notifierYielded>>
mmVars       == <<mmPc, mmTodo, mmPin, mmYielded>>

vars == <<sharedVars, lockVars, vcpuVars, zapperVars, notifierVars, mmVars>>

-------------------------------------------------------------------------------

TypeOK ==
  /\ allocated              \in SUBSET Roots
  /\ listed                 \in SUBSET Roots
  /\ invalid                \in SUBSET Roots
  /\ invalidator            \in [Roots -> Zappers \cup {NoZapper}]
  /\ maps                   \in [Roots -> SUBSET Pages]
  /\ short                  \in SUBSET Roots
  /\ reload                 \in SUBSET Vcpus
  /\ slots                  \in SUBSET Pages
  /\ deleting               \in SUBSET Pages
  /\ notifying              \in SUBSET Pages
  /\ stale                  \in SUBSET Vcpus
  /\ mmuLockReaders         \in SUBSET Zappers
  /\ mmuLockReadYielders    \in SUBSET Zappers
  /\ mmuLockZapperWriters   \in SUBSET Zappers
  /\ mmuLockWriteYielders   \in SUBSET Zappers
  /\ mmuLockNotifierWriters \in SUBSET Pages
  /\ mmuLockWriteHeldByMm   \in BOOLEAN
  /\ slotsLockHolders       \in SUBSET Zappers
  /\ kvmLockHolders         \in SUBSET Zappers
  /\ vcpuPc                 \in [Vcpus -> VcpuPlaces]
  /\ root                   \in [Vcpus -> Roots \cup {NoRoot}]
  /\ pfn                    \in [Vcpus -> Pages \cup {NoPage}]
  /\ zapperPc               \in [Zappers -> ZapperPlaces]
  /\ slot                   \in [Zappers -> Pages \cup {NoPage}]
  /\ gifts                  \in [Zappers -> SUBSET Roots]
  /\ zapperTodo             \in [Zappers -> SUBSET Roots]
  /\ zapping                \in [Zappers -> Roots \cup {NoRoot}]
  /\ next                   \in [Zappers -> Roots \cup {NoRoot}]
  /\ ahead                  \in [Zappers -> SUBSET Pages]
  /\ zapperYielded          \in [Zappers -> BOOLEAN]
  /\ notifierPc             \in [Pages -> NotifierPlaces]
  /\ notifierTodo           \in [Pages -> SUBSET Roots]
  /\ notifierPin            \in [Pages -> Roots \cup {NoRoot}]
  /\ notifierYielded        \in [Pages -> BOOLEAN]
  /\ mmPc                   \in MmPlaces
  /\ mmTodo                 \in SUBSET Roots
  /\ mmPin                  \in Roots \cup {NoRoot}
  /\ mmYielded              \in BOOLEAN

Init ==
  /\ allocated              = {}
  /\ listed                 = {}
  /\ invalid                = {}
  /\ invalidator            = [r \in Roots |-> NoZapper]
  /\ maps                   = [r \in Roots |-> {}]
  /\ short                  = {}
  /\ reload                 = {}
  /\ slots                  = Pages
  /\ deleting               = {}
  /\ notifying              = {}
  /\ stale                  = {}
  /\ mmuLockReaders         = {}
  /\ mmuLockReadYielders    = {}
  /\ mmuLockZapperWriters   = {}
  /\ mmuLockWriteYielders   = {}
  /\ mmuLockNotifierWriters = {}
  /\ mmuLockWriteHeldByMm   = FALSE
  /\ slotsLockHolders       = {}
  /\ kvmLockHolders         = {}
  /\ vcpuPc                 = [v \in Vcpus |-> "run"]
  /\ root                   = [v \in Vcpus |-> NoRoot]
  /\ pfn                    = [v \in Vcpus |-> NoPage]
  /\ zapperPc               = [z \in Zappers |-> "begin"]
  /\ slot                   = [z \in Zappers |-> NoPage]
  /\ gifts                  = [z \in Zappers |-> {}]
  /\ zapperTodo             = [z \in Zappers |-> {}]
  /\ zapping                = [z \in Zappers |-> NoRoot]
  /\ next                   = [z \in Zappers |-> NoRoot]
  /\ ahead                  = [z \in Zappers |-> {}]
  /\ zapperYielded          = [z \in Zappers |-> FALSE]
  /\ notifierPc             = [p \in Pages |-> "start"]
  /\ notifierTodo           = [p \in Pages |-> {}]
  /\ notifierPin            = [p \in Pages |-> NoRoot]
  /\ notifierYielded        = [p \in Pages |-> FALSE]
  /\ mmPc                   = "exit"
  /\ mmTodo                 = {}
  /\ mmPin                  = NoRoot
  /\ mmYielded              = FALSE

-------------------------------------------------------------------------------

\* Source: tdp_mmu_roots.tdp, line 89.
Pinned(r) == (WalkIsPinned /\ \E p \in Pages : notifierPin[p] = r) \/ mmPin = r

\* Source: tdp_mmu_roots.tdp, line 90.
Held(r) ==
  \/ \E v \in Vcpus : root[v] = r
  \/ \E z \in Zappers : r \in gifts[z]
  \/ Pinned(r)

\* Source: tdp_mmu_roots.tdp, line 92.
HeldTwice(r) ==
  \/ \E v, w \in Vcpus : v # w /\ root[v] = r /\ root[w] = r
  \/ \E y, z \in Zappers : y # z /\ r \in gifts[y] /\ r \in gifts[z]
  \/ \E p, q \in Pages :
       p # q /\ WalkIsPinned /\ notifierPin[p] = r /\ notifierPin[q] = r
  \/ \E p \in Pages : WalkIsPinned /\ notifierPin[p] = r /\ mmPin = r
  \/ \E v \in Vcpus, z \in Zappers : root[v] = r /\ r \in gifts[z]
  \/ \E v \in Vcpus : root[v] = r /\ Pinned(r)
  \/ \E z \in Zappers : r \in gifts[z] /\ Pinned(r)

\* tdp_mmu_root_count > 0.  Source: tdp_mmu_roots.tdp, line 102.
Referenced(r) == IF r \in short THEN HeldTwice(r) ELSE Held(r)

\* mn_active_invalidate_count > 0.  Source: tdp_mmu_roots.tdp, line 104.
NotifierActive(p) == notifierPc[p] \in {"walk", "unmap", "evict", "end"}

\* Mapped by the primary MMU: a fault can find the page.
\* Source: tdp_mmu_roots.tdp, line 106.
Resident(p) == notifierPc[p] \in {"start", "walk", "unmap", "evict"}

\* The primary MMU has been told that the page is no longer used.
\* Source: tdp_mmu_roots.tdp, line 108.
Returned(p) == notifierPc[p] \in {"evict", "end", "done"} \/ mmPc = "done"

\* mm_users > 0.  Source: tdp_mmu_roots.tdp, line 110.
MmIsAlive == mmPc = "exit"

\* Source: tdp_mmu_roots.tdp, line 312.
ToBeZapped(r) == r \in invalid /\ (FastZapVisits = "only_own" \/ r \in listed)

\* Source: tdp_mmu_roots.tdp, line 317.
LostItsPlace(q) == OnInvalidate = "unlink" /\ q \in invalid

-------------------------------------------------------------------------------

\* Process vcpu(v): a vCPU's thread.

\* vcpu_enter_guest().  Source: tdp_mmu_roots.tdp, line 135.
RunRequest(v) ==
  /\ vcpuPc[v] = "run"
  /\ MmIsAlive
  /\ v \in reload
  /\ reload' = reload \ {v}
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "unload"]
  /\ UNCHANGED <<allocated, listed, invalid, invalidator, maps, short, slots,
                 deleting, notifying, stale, lockVars, root, pfn, zapperVars,
                 notifierVars, mmVars>>

\* vcpu_enter_guest().  Source: tdp_mmu_roots.tdp, line 135.
RunNoRoot(v) ==
  /\ vcpuPc[v] = "run"
  /\ MmIsAlive
  /\ v \notin reload
  /\ root[v] = NoRoot
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "load"]
  /\ UNCHANGED <<sharedVars, lockVars, root, pfn, zapperVars, notifierVars,
                 mmVars>>

\* vcpu_enter_guest().  Source: tdp_mmu_roots.tdp, line 135.
RunExit(v) ==
  /\ vcpuPc[v] = "run"
  /\ MmIsAlive
  /\ v \notin reload
  /\ root[v] # NoRoot
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "sample"]
  /\ UNCHANGED <<sharedVars, lockVars, root, pfn, zapperVars, notifierVars,
                 mmVars>>

\* vcpu_enter_guest().  Source: tdp_mmu_roots.tdp, line 135.
RunReset(v) ==
  /\ vcpuPc[v] = "run"
  /\ MmIsAlive
  /\ root[v] # NoRoot
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "unload"]
  /\ UNCHANGED <<sharedVars, lockVars, root, pfn, zapperVars, notifierVars,
                 mmVars>>

\* vcpu_enter_guest().  Source: tdp_mmu_roots.tdp, line 135.
RunDestroy(v) ==
  /\ vcpuPc[v] = "run"
  /\ mmPc = "done"
  /\ root[v] # NoRoot
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "unload"]
  /\ UNCHANGED <<sharedVars, lockVars, root, pfn, zapperVars, notifierVars,
                 mmVars>>

\* kvm_mmu_unload().  Source: tdp_mmu_roots.tdp, line 145.
Unload(v) ==
  LET r == root[v] IN
  /\ vcpuPc[v] = "unload"
  /\ mmuLockReaders = {}
  /\ mmuLockZapperWriters = {}
  /\ mmuLockNotifierWriters = {}
  /\ ~mmuLockWriteHeldByMm
  /\ root' = [root EXCEPT ![v] = NoRoot]
  /\ IF /\ r # NoRoot
        /\ ~(IF r \in short
               THEN \/ \E v2, w \in Vcpus :
                         /\ v2 # w
                         /\ v2 # v
                         /\ root[v2] = r
                         /\ w # v
                         /\ root[w] = r
                    \/ \E y, z \in Zappers :
                         y # z /\ r \in gifts[y] /\ r \in gifts[z]
                    \/ \E p, q \in Pages :
                         /\ p # q
                         /\ WalkIsPinned
                         /\ notifierPin[p] = r
                         /\ notifierPin[q] = r
                    \/ \E p \in Pages :
                         WalkIsPinned /\ notifierPin[p] = r /\ mmPin = r
                    \/ \E v2 \in Vcpus \ {v}, z \in Zappers :
                         root[v2] = r /\ r \in gifts[z]
                    \/ \E v2 \in Vcpus \ {v} : root[v2] = r /\ Pinned(r)
                    \/ \E z \in Zappers : r \in gifts[z] /\ Pinned(r)
               ELSE \/ \E v2 \in Vcpus \ {v} : root[v2] = r
                    \/ \E z \in Zappers : r \in gifts[z]
                    \/ Pinned(r))
       THEN /\ listed'      = listed \ {r}
            /\ maps'        = [maps EXCEPT ![r] = {}]
            /\ invalid'     = invalid \ {r}
            /\ short'       = short \ {r}
            /\ invalidator' = [invalidator EXCEPT ![r] = NoZapper]
            /\ allocated'   = allocated \ {r}
       ELSE UNCHANGED <<allocated, listed, invalid, invalidator, maps, short>>
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "run"]
  /\ UNCHANGED <<reload, slots, deleting, notifying, stale, lockVars, pfn,
                 zapperVars, notifierVars, mmVars>>

\* kvm_tdp_mmu_get_vcpu_root_hpa().  Source: tdp_mmu_roots.tdp, line 155.
LoadLookUp(v, r) ==
  /\ vcpuPc[v] = "load"
  /\ mmuLockReaders = {}
  /\ mmuLockZapperWriters = {}
  /\ mmuLockNotifierWriters = {}
  /\ ~mmuLockWriteHeldByMm
  /\ r \in listed
  /\ r \notin invalid
  /\ root'   = [root EXCEPT ![v] = r]
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "run"]
  /\ UNCHANGED <<sharedVars, lockVars, pfn, zapperVars, notifierVars, mmVars>>

\* kvm_tdp_mmu_get_vcpu_root_hpa().  Source: tdp_mmu_roots.tdp, line 155.
LoadAllocate(v, r) ==
  /\ vcpuPc[v] = "load"
  /\ mmuLockReaders = {}
  /\ mmuLockZapperWriters = {}
  /\ mmuLockNotifierWriters = {}
  /\ ~mmuLockWriteHeldByMm
  /\ r \notin allocated
  /\ ~Held(r)
  /\ allocated' = allocated \cup {r}
  /\ listed'    = listed \cup {r}
  /\ root'      = [root EXCEPT ![v] = r]
  /\ vcpuPc'    = [vcpuPc EXCEPT ![v] = "run"]
  /\ UNCHANGED <<invalid, invalidator, maps, short, reload, slots, deleting,
                 notifying, stale, lockVars, pfn, zapperVars, notifierVars,
                 mmVars>>

\* direct_page_fault().  Source: tdp_mmu_roots.tdp, line 170.
Sample(v) ==
  /\ vcpuPc[v] = "sample"
  /\ stale'  = stale \ {v}
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "resolve"]
  /\ UNCHANGED <<allocated, listed, invalid, invalidator, maps, short, reload,
                 slots, deleting, notifying, lockVars, root, pfn, zapperVars,
                 notifierVars, mmVars>>

\* kvm_faultin_pfn().  Source: tdp_mmu_roots.tdp, line 173.
ResolveFound(v, p) ==
  /\ vcpuPc[v] = "resolve"
  /\ p \in slots
  /\ p \notin deleting
  /\ Resident(p)
  /\ pfn'    = [pfn EXCEPT ![v] = p]
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "map"]
  /\ UNCHANGED <<sharedVars, lockVars, root, zapperVars, notifierVars, mmVars>>

\* kvm_faultin_pfn().  Source: tdp_mmu_roots.tdp, line 173.
ResolveRetry(v) ==
  /\ vcpuPc[v] = "resolve"
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "run"]
  /\ UNCHANGED <<sharedVars, lockVars, root, pfn, zapperVars, notifierVars,
                 mmVars>>

\* kvm_tdp_mmu_map().  Source: tdp_mmu_roots.tdp, line 177.
Map(v) ==
  LET p == pfn[v]
      r == root[v]
  IN
  /\ vcpuPc[v] = "map"
  /\ mmuLockZapperWriters = {}
  /\ mmuLockNotifierWriters = {}
  /\ ~mmuLockWriteHeldByMm
  /\ IF r # NoRoot /\ p # NoPage
       THEN /\ pfn'  = [pfn EXCEPT ![v] = NoPage]
            /\ maps' = IF /\ v \notin stale
                          /\ p \notin notifying
                          /\ ~(FaultChecksRoot /\ r \in invalid)
                         THEN [maps EXCEPT ![r] = @ \cup {p}]
                         ELSE maps
       ELSE UNCHANGED <<maps, pfn>>
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "run"]
  /\ UNCHANGED <<allocated, listed, invalid, invalidator, short, reload, slots,
                 deleting, notifying, stale, lockVars, root, zapperVars,
                 notifierVars, mmVars>>

-------------------------------------------------------------------------------

\* Process zapper(z): a task that writes nx_huge_pages, or deletes memslots.

\* Source: tdp_mmu_roots.tdp, line 202.
BeginDeleteMemslot(z, p) ==
  /\ zapperPc[z] = "begin"
  /\ p \in slots
  /\ MmIsAlive
  /\ slotsLockHolders \subseteq {z}
  /\ slotsLockHolders' = slotsLockHolders \cup {z}
  /\ slot'             = [slot EXCEPT ![z] = p]
  /\ zapperPc'         = [zapperPc EXCEPT ![z] = "mark"]
  /\ UNCHANGED <<sharedVars, mmuLockReaders, mmuLockReadYielders,
                 mmuLockZapperWriters, mmuLockWriteYielders,
                 mmuLockNotifierWriters, mmuLockWriteHeldByMm, kvmLockHolders,
                 vcpuVars, gifts, zapperTodo, zapping, next, ahead,
                 zapperYielded, notifierVars, mmVars>>

\* Source: tdp_mmu_roots.tdp, line 202.
BeginSetNx(z) ==
  /\ zapperPc[z] = "begin"
  /\ kvmLockHolders \subseteq {z}
  /\ SlotsLockOverFastZap => slotsLockHolders \subseteq {z}
  /\ kvmLockHolders'   = kvmLockHolders \cup {z}
  /\ slotsLockHolders' = IF SlotsLockOverFastZap
                           THEN slotsLockHolders \cup {z}
                           ELSE slotsLockHolders
  /\ zapperPc'         = [zapperPc EXCEPT ![z] = "invalidate"]
  /\ UNCHANGED <<sharedVars, mmuLockReaders, mmuLockReadYielders,
                 mmuLockZapperWriters, mmuLockWriteYielders,
                 mmuLockNotifierWriters, mmuLockWriteHeldByMm, vcpuVars, slot,
                 gifts, zapperTodo, zapping, next, ahead, zapperYielded,
                 notifierVars, mmVars>>

\* kvm_set_memslot().  Source: tdp_mmu_roots.tdp, line 213.
Mark(z) ==
  /\ zapperPc[z] = "mark"
  /\ \A p \in Pages : ~NotifierActive(p)
  /\ deleting' = IF slot[z] # NoPage THEN deleting \cup {slot[z]} ELSE deleting
  /\ zapperPc' = [zapperPc EXCEPT ![z] = "drain"]
  /\ UNCHANGED <<allocated, listed, invalid, invalidator, maps, short, reload,
                 slots, notifying, stale, lockVars, vcpuVars, slot, gifts,
                 zapperTodo, zapping, next, ahead, zapperYielded, notifierVars,
                 mmVars>>

\* synchronize_srcu().  Source: tdp_mmu_roots.tdp, line 217.
Drain(z) ==
  /\ zapperPc[z] = "drain"
  /\ slot[z] # NoPage
  /\ \A v \in Vcpus : pfn[v] # slot[z]
  /\ zapperPc' = [zapperPc EXCEPT ![z] = "invalidate"]
  /\ UNCHANGED <<sharedVars, lockVars, vcpuVars, slot, gifts, zapperTodo,
                 zapping, next, ahead, zapperYielded, notifierVars, mmVars>>

\* kvm_tdp_mmu_invalidate_all_roots().  Source: tdp_mmu_roots.tdp, line 221.
Invalidate(z) ==
  /\ zapperPc[z] = "invalidate"
  /\ mmuLockReaders = {}
  /\ mmuLockZapperWriters = {}
  /\ mmuLockNotifierWriters = {}
  /\ ~mmuLockWriteHeldByMm
  /\ mmuLockZapperWriters' = IF ~Gap
                               THEN mmuLockZapperWriters \cup {z}
                               ELSE mmuLockZapperWriters
  /\ invalidator'          = [r \in Roots |->
                               IF r \in listed
                                 THEN IF r \in invalid
                                        THEN invalidator[r]
                                        ELSE z
                                 ELSE invalidator[r]]
  /\ gifts'                = [gifts EXCEPT
                               ![z] = @ \cup {r \in listed :
                                               \/ Gift = "every_listed"
                                               \/ r \notin invalid}]
  /\ invalid'              = invalid \cup listed
  /\ listed'               = IF OnInvalidate = "unlink" THEN {} ELSE listed
  /\ reload'               = Vcpus
  /\ zapperPc'             = [zapperPc EXCEPT ![z] = "first"]
  /\ UNCHANGED <<allocated, maps, short, slots, deleting, notifying, stale,
                 mmuLockReaders, mmuLockReadYielders, mmuLockWriteYielders,
                 mmuLockNotifierWriters, mmuLockWriteHeldByMm,
                 slotsLockHolders, kvmLockHolders, vcpuVars, slot, zapperTodo,
                 zapping, next, ahead, zapperYielded, notifierVars, mmVars>>

\* kvm_tdp_mmu_zap_invalidated_roots().  Source: tdp_mmu_roots.tdp, line 235.
FirstRoot(z, r) ==
  /\ zapperPc[z] = "first"
  /\ Gap
     => /\ mmuLockZapperWriters \subseteq {z}
        /\ mmuLockNotifierWriters = {}
        /\ ~mmuLockWriteHeldByMm
  /\ IF FastZapVisits = "only_own" THEN r \in gifts[z] ELSE r \in listed
  /\ ToBeZapped(r)
  /\ IF Gap
       THEN /\ mmuLockZapperWriters' = mmuLockZapperWriters \ {z}
            /\ mmuLockReaders'       = mmuLockReaders \cup {z}
       ELSE UNCHANGED <<mmuLockReaders, mmuLockZapperWriters>>
  /\ zapperTodo' = [zapperTodo EXCEPT
                     ![z] = (IF FastZapVisits = "only_own"
                               THEN gifts[z]
                               ELSE listed)
                              \ {r}]
  /\ zapping'    = [zapping EXCEPT ![z] = r]
  /\ zapperPc'   = [zapperPc EXCEPT ![z] = "next_root"]
  /\ UNCHANGED <<sharedVars, mmuLockReadYielders, mmuLockWriteYielders,
                 mmuLockNotifierWriters, mmuLockWriteHeldByMm,
                 slotsLockHolders, kvmLockHolders, vcpuVars, slot, gifts, next,
                 ahead, zapperYielded, notifierVars, mmVars>>

\* kvm_tdp_mmu_zap_invalidated_roots().  Source: tdp_mmu_roots.tdp, line 235.
FirstElse(z) ==
  /\ zapperPc[z] = "first"
  /\ Gap
     => /\ mmuLockZapperWriters \subseteq {z}
        /\ mmuLockNotifierWriters = {}
        /\ ~mmuLockWriteHeldByMm
  /\ ~\E r \in Roots :
        /\ IF FastZapVisits = "only_own" THEN r \in gifts[z] ELSE r \in listed
        /\ ToBeZapped(r)
  /\ IF Gap
       THEN /\ mmuLockZapperWriters' = mmuLockZapperWriters \ {z}
            /\ mmuLockReaders'       = mmuLockReaders \cup {z}
       ELSE UNCHANGED <<mmuLockReaders, mmuLockZapperWriters>>
  /\ zapperTodo' = [zapperTodo EXCEPT
                     ![z] = IF FastZapVisits = "only_own"
                              THEN gifts[z]
                              ELSE listed]
  /\ zapperPc'   = [zapperPc EXCEPT ![z] = "finish"]
  /\ UNCHANGED <<sharedVars, mmuLockReadYielders, mmuLockWriteYielders,
                 mmuLockNotifierWriters, mmuLockWriteHeldByMm,
                 slotsLockHolders, kvmLockHolders, vcpuVars, slot, gifts,
                 zapping, next, ahead, zapperYielded, notifierVars, mmVars>>

\* next_invalidated_root().  Source: tdp_mmu_roots.tdp, line 244.
NextRootAnother(z, r) ==
  /\ zapperPc[z] = "next_root"
  /\ r \in zapperTodo[z]
  /\ ToBeZapped(r)
  /\ zapperTodo' = [zapperTodo EXCEPT ![z] = @ \ {r}]
  /\ next'       = [next EXCEPT ![z] = r]
  /\ ahead'      = [ahead EXCEPT ![z] = Pages]
  /\ zapperPc'   = [zapperPc EXCEPT ![z] = "zap"]
  /\ UNCHANGED <<sharedVars, lockVars, vcpuVars, slot, gifts, zapping,
                 zapperYielded, notifierVars, mmVars>>

\* next_invalidated_root().  Source: tdp_mmu_roots.tdp, line 244.
NextRootElse(z) ==
  /\ zapperPc[z] = "next_root"
  /\ ~\E r \in zapperTodo[z] : ToBeZapped(r)
  /\ ahead'    = [ahead EXCEPT ![z] = Pages]
  /\ zapperPc' = [zapperPc EXCEPT ![z] = "zap"]
  /\ UNCHANGED <<sharedVars, lockVars, vcpuVars, slot, gifts, zapperTodo,
                 zapping, next, zapperYielded, notifierVars, mmVars>>

\* zap_gfn_range().  Source: tdp_mmu_roots.tdp, line 252.
ZapEntry(z, p) ==
  LET r == zapping[z] IN
  /\ zapperPc[z] = "zap"
  /\ z \in mmuLockReadYielders
     => /\ mmuLockZapperWriters \subseteq {z}
        /\ mmuLockNotifierWriters = {}
        /\ ~mmuLockWriteHeldByMm
  /\ z \in mmuLockWriteYielders
     => /\ mmuLockReaders \subseteq {z}
        /\ mmuLockZapperWriters \subseteq {z}
        /\ mmuLockNotifierWriters = {}
        /\ ~mmuLockWriteHeldByMm
  /\ r # NoRoot
  /\ p \in ahead[z]
  /\ p \in maps[r]
  /\ mmuLockReaders'       = IF z \in mmuLockReadYielders
                               THEN mmuLockReaders \cup {z}
                               ELSE mmuLockReaders
  /\ mmuLockReadYielders'  = mmuLockReadYielders \ {z}
  /\ mmuLockZapperWriters' = IF z \in mmuLockWriteYielders
                               THEN mmuLockZapperWriters \cup {z}
                               ELSE mmuLockZapperWriters
  /\ mmuLockWriteYielders' = mmuLockWriteYielders \ {z}
  /\ maps'                 = [maps EXCEPT ![r] = @ \ {p}]
  /\ ahead'                = [ahead EXCEPT ![z] = @ \ {p}]
  /\ zapperYielded'        = [zapperYielded EXCEPT ![z] = FALSE]
  /\ zapperPc'             = [zapperPc EXCEPT ![z] = "zap"]
  /\ UNCHANGED <<allocated, listed, invalid, invalidator, short, reload, slots,
                 deleting, notifying, stale, mmuLockNotifierWriters,
                 mmuLockWriteHeldByMm, slotsLockHolders, kvmLockHolders,
                 vcpuVars, slot, gifts, zapperTodo, zapping, next,
                 notifierVars, mmVars>>

\* zap_gfn_range().  Source: tdp_mmu_roots.tdp, line 252.
ZapEmpty(z, p) ==
  /\ zapperPc[z] = "zap"
  /\ z \in mmuLockReadYielders
     => /\ mmuLockZapperWriters \subseteq {z}
        /\ mmuLockNotifierWriters = {}
        /\ ~mmuLockWriteHeldByMm
  /\ z \in mmuLockWriteYielders
     => /\ mmuLockReaders \subseteq {z}
        /\ mmuLockZapperWriters \subseteq {z}
        /\ mmuLockNotifierWriters = {}
        /\ ~mmuLockWriteHeldByMm
  /\ zapping[z] # NoRoot
  /\ p \in ahead[z]
  /\ p \notin maps[zapping[z]]
  /\ mmuLockReaders'       = IF z \in mmuLockReadYielders
                               THEN mmuLockReaders \cup {z}
                               ELSE mmuLockReaders
  /\ mmuLockReadYielders'  = mmuLockReadYielders \ {z}
  /\ mmuLockZapperWriters' = IF z \in mmuLockWriteYielders
                               THEN mmuLockZapperWriters \cup {z}
                               ELSE mmuLockZapperWriters
  /\ mmuLockWriteYielders' = mmuLockWriteYielders \ {z}
  /\ ahead'                = [ahead EXCEPT ![z] = @ \ {p}]
  /\ zapperYielded'        = [zapperYielded EXCEPT ![z] = FALSE]
  /\ zapperPc'             = [zapperPc EXCEPT ![z] = "zap"]
  /\ UNCHANGED <<sharedVars, mmuLockNotifierWriters, mmuLockWriteHeldByMm,
                 slotsLockHolders, kvmLockHolders, vcpuVars, slot, gifts,
                 zapperTodo, zapping, next, notifierVars, mmVars>>

\* zap_gfn_range().  Source: tdp_mmu_roots.tdp, line 252.
ZapPause(z) ==
  /\ zapperPc[z] = "zap"
  /\ z \in mmuLockReadYielders
     => /\ mmuLockZapperWriters \subseteq {z}
        /\ mmuLockNotifierWriters = {}
        /\ ~mmuLockWriteHeldByMm
  /\ z \in mmuLockWriteYielders
     => /\ mmuLockReaders \subseteq {z}
        /\ mmuLockZapperWriters \subseteq {z}
        /\ mmuLockNotifierWriters = {}
        /\ ~mmuLockWriteHeldByMm
  /\ zapping[z] # NoRoot
  /\ ZapMayYield
  /\ ~zapperYielded[z]
  /\ mmuLockReaders'       = (IF z \in mmuLockReadYielders
                                THEN mmuLockReaders \cup {z}
                                ELSE mmuLockReaders)
                               \ {z}
  /\ mmuLockReadYielders'  = IF \/ z \in mmuLockReadYielders
                                \/ z \in mmuLockReaders
                               THEN mmuLockReadYielders \cup {z}
                               ELSE mmuLockReadYielders \ {z}
  /\ mmuLockZapperWriters' = (IF z \in mmuLockWriteYielders
                                THEN mmuLockZapperWriters \cup {z}
                                ELSE mmuLockZapperWriters)
                               \ {z}
  /\ mmuLockWriteYielders' = IF \/ z \in mmuLockWriteYielders
                                \/ z \in mmuLockZapperWriters
                               THEN mmuLockWriteYielders \cup {z}
                               ELSE mmuLockWriteYielders \ {z}
  /\ zapperYielded'        = [zapperYielded EXCEPT ![z] = TRUE]
  /\ zapperPc'             = [zapperPc EXCEPT ![z] = "zap"]
  /\ UNCHANGED <<sharedVars, mmuLockNotifierWriters, mmuLockWriteHeldByMm,
                 slotsLockHolders, kvmLockHolders, vcpuVars, slot, gifts,
                 zapperTodo, zapping, next, ahead, notifierVars, mmVars>>

\* zap_gfn_range().  Source: tdp_mmu_roots.tdp, line 252.
ZapEnd(z) ==
  /\ zapperPc[z] = "zap"
  /\ z \in mmuLockReadYielders
     => /\ mmuLockZapperWriters \subseteq {z}
        /\ mmuLockNotifierWriters = {}
        /\ ~mmuLockWriteHeldByMm
  /\ z \in mmuLockWriteYielders
     => /\ mmuLockReaders \subseteq {z}
        /\ mmuLockZapperWriters \subseteq {z}
        /\ mmuLockNotifierWriters = {}
        /\ ~mmuLockWriteHeldByMm
  /\ zapping[z] # NoRoot
  /\ ahead[z] \cap maps[zapping[z]] = {}
  /\ mmuLockReaders'       = IF z \in mmuLockReadYielders
                               THEN mmuLockReaders \cup {z}
                               ELSE mmuLockReaders
  /\ mmuLockReadYielders'  = mmuLockReadYielders \ {z}
  /\ mmuLockZapperWriters' = IF z \in mmuLockWriteYielders
                               THEN mmuLockZapperWriters \cup {z}
                               ELSE mmuLockZapperWriters
  /\ mmuLockWriteYielders' = mmuLockWriteYielders \ {z}
  /\ zapperYielded'        = [zapperYielded EXCEPT ![z] = FALSE]
  /\ zapperPc'             = [zapperPc EXCEPT ![z] = "put"]
  /\ UNCHANGED <<sharedVars, mmuLockNotifierWriters, mmuLockWriteHeldByMm,
                 slotsLockHolders, kvmLockHolders, vcpuVars, slot, gifts,
                 zapperTodo, zapping, next, ahead, notifierVars, mmVars>>

\* kvm_tdp_mmu_put_root().  Source: tdp_mmu_roots.tdp, line 275.
Put(z) ==
  LET r == zapping[z] IN
  /\ zapperPc[z] = "put"
  /\ r # NoRoot
  /\ zapping' = [zapping EXCEPT ![z] = next[z]]
  /\ next'    = [next EXCEPT ![z] = NoRoot]
  /\ ahead'   = [ahead EXCEPT ![z] = {}]
  /\ IF Puts = "every_invalid" \/ r \in gifts[z]
       THEN /\ gifts' = IF r \in gifts[z]
                          THEN [gifts EXCEPT ![z] = @ \ {r}]
                          ELSE gifts
            /\ IF ~(IF IF r \in gifts[z]
                         THEN r \in short
                         ELSE r \in allocated \/ r \in short
                      THEN \/ \E v, w \in Vcpus :
                                v # w /\ root[v] = r /\ root[w] = r
                           \/ \E y, z2 \in Zappers :
                                /\ y # z2
                                /\ y # z
                                /\ r \in gifts[y]
                                /\ z2 # z
                                /\ r \in gifts[z2]
                           \/ \E p, q \in Pages :
                                /\ p # q
                                /\ WalkIsPinned
                                /\ notifierPin[p] = r
                                /\ notifierPin[q] = r
                           \/ \E p \in Pages :
                                /\ WalkIsPinned
                                /\ notifierPin[p] = r
                                /\ mmPin = r
                           \/ \E v \in Vcpus, z2 \in Zappers :
                                root[v] = r /\ z2 # z /\ r \in gifts[z2]
                           \/ \E v \in Vcpus : root[v] = r /\ Pinned(r)
                           \/ \E z2 \in Zappers \ {z} :
                                r \in gifts[z2] /\ Pinned(r)
                      ELSE \/ \E v \in Vcpus : root[v] = r
                           \/ \E z2 \in Zappers \ {z} : r \in gifts[z2]
                           \/ Pinned(r))
                 THEN /\ short'       = (IF r \in gifts[z]
                                           THEN short
                                           ELSE IF r \in allocated
                                                  THEN short \cup {r}
                                                  ELSE short)
                                          \ {r}
                      /\ listed'      = listed \ {r}
                      /\ maps'        = [maps EXCEPT ![r] = {}]
                      /\ invalid'     = invalid \ {r}
                      /\ invalidator' = [invalidator EXCEPT ![r] = NoZapper]
                      /\ allocated'   = allocated \ {r}
                 ELSE /\ short' = IF r \notin gifts[z] /\ r \in allocated
                                    THEN short \cup {r}
                                    ELSE short
                      /\ UNCHANGED <<allocated, listed, invalid, invalidator,
                                     maps>>
       ELSE UNCHANGED <<allocated, listed, invalid, invalidator, maps, short,
                        gifts>>
  /\ zapperPc' = [zapperPc EXCEPT
                   ![z] = IF next[z] = NoRoot THEN "finish" ELSE "next_root"]
  /\ UNCHANGED <<reload, slots, deleting, notifying, stale, lockVars, vcpuVars,
                 slot, zapperTodo, zapperYielded, notifierVars, mmVars>>

\* kvm_mmu_zap_all_fast().  Source: tdp_mmu_roots.tdp, line 288.
Finish(z) ==
  /\ zapperPc[z] = "finish"
  /\ mmuLockReaders'       = mmuLockReaders \ {z}
  /\ mmuLockZapperWriters' = mmuLockZapperWriters \ {z}
  /\ invalidator'          = [r \in Roots |->
                               IF invalidator[r] = z
                                 THEN NoZapper
                                 ELSE invalidator[r]]
  /\ gifts'                = [gifts EXCEPT ![z] = @ \cap allocated]
  /\ zapperTodo'           = [zapperTodo EXCEPT ![z] = {}]
  /\ IF slot[z] = NoPage
       THEN /\ slotsLockHolders' = IF SlotsLockOverFastZap
                                     THEN slotsLockHolders \ {z}
                                     ELSE slotsLockHolders
            /\ kvmLockHolders'   = kvmLockHolders \ {z}
            /\ zapperPc'         = [zapperPc EXCEPT ![z] = "begin"]
       ELSE /\ zapperPc' = [zapperPc EXCEPT ![z] = "drop"]
            /\ UNCHANGED <<slotsLockHolders, kvmLockHolders>>
  /\ UNCHANGED <<allocated, listed, invalid, maps, short, reload, slots,
                 deleting, notifying, stale, mmuLockReadYielders,
                 mmuLockWriteYielders, mmuLockNotifierWriters,
                 mmuLockWriteHeldByMm, vcpuVars, slot, zapping, next, ahead,
                 zapperYielded, notifierVars, mmVars>>

\* kvm_set_memslot().  Source: tdp_mmu_roots.tdp, line 299.
Drop(z) ==
  LET p == slot[z] IN
  /\ zapperPc[z] = "drop"
  /\ \A p2 \in Pages : ~NotifierActive(p2)
  /\ IF p # NoPage
       THEN /\ slots'    = slots \ {p}
            /\ deleting' = deleting \ {p}
       ELSE UNCHANGED <<slots, deleting>>
  /\ slot'             = [slot EXCEPT ![z] = NoPage]
  /\ slotsLockHolders' = slotsLockHolders \ {z}
  /\ zapperPc'         = [zapperPc EXCEPT ![z] = "begin"]
  /\ UNCHANGED <<allocated, listed, invalid, invalidator, maps, short, reload,
                 notifying, stale, mmuLockReaders, mmuLockReadYielders,
                 mmuLockZapperWriters, mmuLockWriteYielders,
                 mmuLockNotifierWriters, mmuLockWriteHeldByMm, kvmLockHolders,
                 vcpuVars, gifts, zapperTodo, zapping, next, ahead,
                 zapperYielded, notifierVars, mmVars>>

-------------------------------------------------------------------------------

\* Process notifier(p): the primary MMU takes the page away, once and for good.

\* kvm_mmu_notifier_invalidate_range_start().
\* Source: tdp_mmu_roots.tdp, line 325.
Start(p) ==
  /\ notifierPc[p] = "start"
  /\ mmuLockReaders = {}
  /\ mmuLockZapperWriters = {}
  /\ mmuLockNotifierWriters = {}
  /\ ~mmuLockWriteHeldByMm
  /\ IF p \in slots
       THEN /\ mmuLockNotifierWriters' = mmuLockNotifierWriters \cup {p}
            /\ notifierPc'             = [notifierPc EXCEPT ![p] = "walk"]
            /\ notifying'              = notifying \cup {p}
            /\ notifierTodo'           = [notifierTodo EXCEPT ![p] = listed]
       ELSE /\ notifierPc' = [notifierPc EXCEPT ![p] = "evict"]
            /\ UNCHANGED <<notifying, mmuLockNotifierWriters, notifierTodo>>
  /\ UNCHANGED <<allocated, listed, invalid, invalidator, maps, short, reload,
                 slots, deleting, stale, mmuLockReaders, mmuLockReadYielders,
                 mmuLockZapperWriters, mmuLockWriteYielders,
                 mmuLockWriteHeldByMm, slotsLockHolders, kvmLockHolders,
                 vcpuVars, zapperVars, notifierPin, notifierYielded, mmVars>>

\* tdp_mmu_next_root().  Source: tdp_mmu_roots.tdp, line 330.
WalkVisit(p, r) ==
  LET r2 == notifierPin[p] IN
  /\ notifierPc[p] = "walk"
  /\ IF r2 # NoRoot /\ LostItsPlace(r2)
       THEN r \in listed
       ELSE r \in notifierTodo[p]
  /\ r \in listed
  /\ RangeStartVisits = "all" \/ r \notin invalid
  /\ notifierYielded' = [notifierYielded EXCEPT ![p] = FALSE]
  /\ notifierTodo'    = [notifierTodo EXCEPT
                          ![p] = (IF r2 # NoRoot /\ LostItsPlace(r2)
                                    THEN listed
                                    ELSE @)
                                   \ {r}]
  /\ notifierPin'     = [notifierPin EXCEPT ![p] = r]
  /\ IF /\ WalkIsPinned
        /\ r2 # NoRoot
        /\ ~(IF r2 \in short
               THEN \/ \E v, w \in Vcpus :
                         v # w /\ root[v] = r2 /\ root[w] = r2
                    \/ \E y, z \in Zappers :
                         y # z /\ r2 \in gifts[y] /\ r2 \in gifts[z]
                    \/ \E p2, q \in Pages :
                         /\ p2 # q
                         /\ (IF p2 = p THEN r ELSE notifierPin[p2]) = r2
                         /\ (IF q = p THEN r ELSE notifierPin[q]) = r2
                    \/ r = r2 /\ mmPin = r2
                    \/ \E p2 \in Pages \ {p} :
                         notifierPin[p2] = r2 /\ mmPin = r2
                    \/ \E v \in Vcpus, z \in Zappers :
                         root[v] = r2 /\ r2 \in gifts[z]
                    \/ \E v \in Vcpus :
                         /\ root[v] = r2
                         /\ \/ r = r2
                            \/ \E p2 \in Pages \ {p} : notifierPin[p2] = r2
                            \/ mmPin = r2
                    \/ \E z \in Zappers :
                         /\ r2 \in gifts[z]
                         /\ \/ r = r2
                            \/ \E p2 \in Pages \ {p} : notifierPin[p2] = r2
                            \/ mmPin = r2
               ELSE \/ \E v \in Vcpus : root[v] = r2
                    \/ \E z \in Zappers : r2 \in gifts[z]
                    \/ r = r2
                    \/ \E p2 \in Pages \ {p} : notifierPin[p2] = r2
                    \/ mmPin = r2)
       THEN /\ listed'      = listed \ {r2}
            /\ maps'        = [maps EXCEPT ![r2] = {}]
            /\ invalid'     = invalid \ {r2}
            /\ short'       = short \ {r2}
            /\ invalidator' = [invalidator EXCEPT ![r2] = NoZapper]
            /\ allocated'   = allocated \ {r2}
       ELSE UNCHANGED <<allocated, listed, invalid, invalidator, maps, short>>
  /\ notifierPc' = [notifierPc EXCEPT ![p] = "unmap"]
  /\ UNCHANGED <<reload, slots, deleting, notifying, stale, lockVars, vcpuVars,
                 zapperVars, mmVars>>

\* tdp_mmu_next_root().  Source: tdp_mmu_roots.tdp, line 330.
WalkElse(p) ==
  LET r == notifierPin[p] IN
  /\ notifierPc[p] = "walk"
  /\ ~\E r2 \in Roots :
        /\ IF r # NoRoot /\ LostItsPlace(r)
             THEN r2 \in listed
             ELSE r2 \in notifierTodo[p]
        /\ r2 \in listed
        /\ RangeStartVisits = "all" \/ r2 \notin invalid
  /\ notifierYielded' = [notifierYielded EXCEPT ![p] = FALSE]
  /\ notifierTodo'    = [notifierTodo EXCEPT ![p] = {}]
  /\ notifierPin'     = [notifierPin EXCEPT ![p] = NoRoot]
  /\ IF /\ WalkIsPinned
        /\ r # NoRoot
        /\ ~(IF r \in short
               THEN \/ \E v, w \in Vcpus : v # w /\ root[v] = r /\ root[w] = r
                    \/ \E y, z \in Zappers :
                         y # z /\ r \in gifts[y] /\ r \in gifts[z]
                    \/ \E p2, q \in Pages :
                         /\ p2 # q
                         /\ p2 # p
                         /\ notifierPin[p2] = r
                         /\ q # p
                         /\ notifierPin[q] = r
                    \/ \E p2 \in Pages \ {p} :
                         notifierPin[p2] = r /\ mmPin = r
                    \/ \E v \in Vcpus, z \in Zappers :
                         root[v] = r /\ r \in gifts[z]
                    \/ \E v \in Vcpus :
                         /\ root[v] = r
                         /\ \/ \E p2 \in Pages \ {p} : notifierPin[p2] = r
                            \/ mmPin = r
                    \/ \E z \in Zappers :
                         /\ r \in gifts[z]
                         /\ \/ \E p2 \in Pages \ {p} : notifierPin[p2] = r
                            \/ mmPin = r
               ELSE \/ \E v \in Vcpus : root[v] = r
                    \/ \E z \in Zappers : r \in gifts[z]
                    \/ \E p2 \in Pages \ {p} : notifierPin[p2] = r
                    \/ mmPin = r)
       THEN /\ listed'      = listed \ {r}
            /\ maps'        = [maps EXCEPT ![r] = {}]
            /\ invalid'     = invalid \ {r}
            /\ short'       = short \ {r}
            /\ invalidator' = [invalidator EXCEPT ![r] = NoZapper]
            /\ allocated'   = allocated \ {r}
       ELSE UNCHANGED <<allocated, listed, invalid, invalidator, maps, short>>
  /\ mmuLockNotifierWriters' = mmuLockNotifierWriters \ {p}
  /\ notifierPc'             = [notifierPc EXCEPT ![p] = "evict"]
  /\ UNCHANGED <<reload, slots, deleting, notifying, stale, mmuLockReaders,
                 mmuLockReadYielders, mmuLockZapperWriters,
                 mmuLockWriteYielders, mmuLockWriteHeldByMm, slotsLockHolders,
                 kvmLockHolders, vcpuVars, zapperVars, mmVars>>

\* kvm_tdp_mmu_unmap_gfn_range().  Source: tdp_mmu_roots.tdp, line 356.
UnmapEntry(p) ==
  LET r == notifierPin[p] IN
  /\ notifierPc[p] = "unmap"
  /\ \/ p \in mmuLockNotifierWriters
     \/ /\ mmuLockReaders = {}
        /\ mmuLockZapperWriters = {}
        /\ mmuLockNotifierWriters = {}
        /\ ~mmuLockWriteHeldByMm
  /\ mmuLockNotifierWriters' = mmuLockNotifierWriters \cup {p}
  /\ maps'                   = IF r # NoRoot
                                 THEN [maps EXCEPT ![r] = @ \ {p}]
                                 ELSE maps
  /\ notifierPc'             = [notifierPc EXCEPT ![p] = "walk"]
  /\ UNCHANGED <<allocated, listed, invalid, invalidator, short, reload, slots,
                 deleting, notifying, stale, mmuLockReaders,
                 mmuLockReadYielders, mmuLockZapperWriters,
                 mmuLockWriteYielders, mmuLockWriteHeldByMm, slotsLockHolders,
                 kvmLockHolders, vcpuVars, zapperVars, notifierTodo,
                 notifierPin, notifierYielded, mmVars>>

\* kvm_tdp_mmu_unmap_gfn_range().  Source: tdp_mmu_roots.tdp, line 356.
UnmapPause(p) ==
  /\ notifierPc[p] = "unmap"
  /\ \/ p \in mmuLockNotifierWriters
     \/ /\ mmuLockReaders = {}
        /\ mmuLockZapperWriters = {}
        /\ mmuLockNotifierWriters = {}
        /\ ~mmuLockWriteHeldByMm
  /\ ~notifierYielded[p]
  /\ mmuLockNotifierWriters' = mmuLockNotifierWriters \ {p}
  /\ notifierYielded'        = [notifierYielded EXCEPT ![p] = TRUE]
  /\ notifierPc'             = [notifierPc EXCEPT ![p] = "unmap"]
  /\ UNCHANGED <<sharedVars, mmuLockReaders, mmuLockReadYielders,
                 mmuLockZapperWriters, mmuLockWriteYielders,
                 mmuLockWriteHeldByMm, slotsLockHolders, kvmLockHolders,
                 vcpuVars, zapperVars, notifierTodo, notifierPin, mmVars>>

\* try_to_unmap().  Source: tdp_mmu_roots.tdp, line 369.
Evict(p) ==
  /\ notifierPc[p] = "evict"
  /\ notifierPc' = [notifierPc EXCEPT ![p] = "end"]
  /\ UNCHANGED <<sharedVars, lockVars, vcpuVars, zapperVars, notifierTodo,
                 notifierPin, notifierYielded, mmVars>>

\* kvm_mmu_notifier_invalidate_range_end().
\* Source: tdp_mmu_roots.tdp, line 371.
End(p) ==
  /\ notifierPc[p] = "end"
  /\ mmuLockReaders = {}
  /\ mmuLockZapperWriters = {}
  /\ mmuLockNotifierWriters = {}
  /\ ~mmuLockWriteHeldByMm
  /\ IF p \in notifying
       THEN /\ stale'     = Vcpus
            /\ notifying' = notifying \ {p}
       ELSE UNCHANGED <<notifying, stale>>
  /\ notifierPc' = [notifierPc EXCEPT ![p] = "done"]
  /\ UNCHANGED <<allocated, listed, invalid, invalidator, maps, short, reload,
                 slots, deleting, lockVars, vcpuVars, zapperVars, notifierTodo,
                 notifierPin, notifierYielded, mmVars>>

-------------------------------------------------------------------------------

\* Process mm: exit_mmap() of the process that owns the VM: no vCPU can run any
\* more.

\* kvm_mmu_notifier_release().  Source: tdp_mmu_roots.tdp, line 386.
Exit ==
  /\ mmPc = "exit"
  /\ mmuLockReaders = {}
  /\ mmuLockZapperWriters = {}
  /\ mmuLockNotifierWriters = {}
  /\ \A v \in Vcpus : vcpuPc[v] = "run"
  /\ \A z \in Zappers : slot[z] = NoPage
  /\ mmuLockWriteHeldByMm' = TRUE
  /\ mmTodo'               = listed
  /\ mmPc'                 = "advance"
  /\ UNCHANGED <<sharedVars, mmuLockReaders, mmuLockReadYielders,
                 mmuLockZapperWriters, mmuLockWriteYielders,
                 mmuLockNotifierWriters, slotsLockHolders, kvmLockHolders,
                 vcpuVars, zapperVars, notifierVars, mmPin, mmYielded>>

\* kvm_tdp_mmu_zap_all().  Source: tdp_mmu_roots.tdp, line 392.
ZapAllEntries ==
  /\ mmPc = "zap_all"
  /\ \/ mmuLockWriteHeldByMm
     \/ /\ mmuLockReaders = {}
        /\ mmuLockZapperWriters = {}
        /\ mmuLockNotifierWriters = {}
  /\ mmuLockWriteHeldByMm' = TRUE
  /\ maps'                 = IF mmPin # NoRoot
                               THEN [maps EXCEPT ![mmPin] = {}]
                               ELSE maps
  /\ mmPc'                 = "advance"
  /\ UNCHANGED <<allocated, listed, invalid, invalidator, short, reload, slots,
                 deleting, notifying, stale, mmuLockReaders,
                 mmuLockReadYielders, mmuLockZapperWriters,
                 mmuLockWriteYielders, mmuLockNotifierWriters,
                 slotsLockHolders, kvmLockHolders, vcpuVars, zapperVars,
                 notifierVars, mmTodo, mmPin, mmYielded>>

\* kvm_tdp_mmu_zap_all().  Source: tdp_mmu_roots.tdp, line 392.
ZapAllPause ==
  /\ mmPc = "zap_all"
  /\ \/ mmuLockWriteHeldByMm
     \/ /\ mmuLockReaders = {}
        /\ mmuLockZapperWriters = {}
        /\ mmuLockNotifierWriters = {}
  /\ ~mmYielded
  /\ mmuLockWriteHeldByMm' = FALSE
  /\ mmYielded'            = TRUE
  /\ mmPc'                 = "zap_all"
  /\ UNCHANGED <<sharedVars, mmuLockReaders, mmuLockReadYielders,
                 mmuLockZapperWriters, mmuLockWriteYielders,
                 mmuLockNotifierWriters, slotsLockHolders, kvmLockHolders,
                 vcpuVars, zapperVars, notifierVars, mmTodo, mmPin>>

\* tdp_mmu_next_root().  Source: tdp_mmu_roots.tdp, line 406.
AdvanceVisit(r) ==
  /\ mmPc = "advance"
  /\ IF mmPin # NoRoot /\ LostItsPlace(mmPin)
       THEN r \in listed
       ELSE r \in mmTodo
  /\ r \in listed
  /\ ReleaseVisits = "all" \/ r \notin invalid
  /\ mmYielded' = FALSE
  /\ mmTodo'    = (IF mmPin # NoRoot /\ LostItsPlace(mmPin)
                     THEN listed
                     ELSE mmTodo)
                    \ {r}
  /\ mmPin'     = r
  /\ IF /\ mmPin # NoRoot
        /\ ~(IF mmPin \in short
               THEN \/ \E v, w \in Vcpus :
                         v # w /\ root[v] = mmPin /\ root[w] = mmPin
                    \/ \E y, z \in Zappers :
                         y # z /\ mmPin \in gifts[y] /\ mmPin \in gifts[z]
                    \/ \E p, q \in Pages :
                         /\ p # q
                         /\ WalkIsPinned
                         /\ notifierPin[p] = mmPin
                         /\ notifierPin[q] = mmPin
                    \/ \E p \in Pages :
                         WalkIsPinned /\ notifierPin[p] = mmPin /\ r = mmPin
                    \/ \E v \in Vcpus, z \in Zappers :
                         root[v] = mmPin /\ mmPin \in gifts[z]
                    \/ \E v \in Vcpus :
                         /\ root[v] = mmPin
                         /\ \/ /\ WalkIsPinned
                               /\ \E p \in Pages : notifierPin[p] = mmPin
                            \/ r = mmPin
                    \/ \E z \in Zappers :
                         /\ mmPin \in gifts[z]
                         /\ \/ /\ WalkIsPinned
                               /\ \E p \in Pages : notifierPin[p] = mmPin
                            \/ r = mmPin
               ELSE \/ \E v \in Vcpus : root[v] = mmPin
                    \/ \E z \in Zappers : mmPin \in gifts[z]
                    \/ WalkIsPinned /\ \E p \in Pages : notifierPin[p] = mmPin
                    \/ r = mmPin)
       THEN /\ listed'      = listed \ {mmPin}
            /\ maps'        = [maps EXCEPT ![mmPin] = {}]
            /\ invalid'     = invalid \ {mmPin}
            /\ short'       = short \ {mmPin}
            /\ invalidator' = [invalidator EXCEPT ![mmPin] = NoZapper]
            /\ allocated'   = allocated \ {mmPin}
       ELSE UNCHANGED <<allocated, listed, invalid, invalidator, maps, short>>
  /\ mmPc' = "zap_all"
  /\ UNCHANGED <<reload, slots, deleting, notifying, stale, lockVars, vcpuVars,
                 zapperVars, notifierVars>>

\* tdp_mmu_next_root().  Source: tdp_mmu_roots.tdp, line 406.
AdvanceElse ==
  /\ mmPc = "advance"
  /\ ~\E r \in Roots :
        /\ IF mmPin # NoRoot /\ LostItsPlace(mmPin)
             THEN r \in listed
             ELSE r \in mmTodo
        /\ r \in listed
        /\ ReleaseVisits = "all" \/ r \notin invalid
  /\ mmYielded' = FALSE
  /\ mmTodo'    = {}
  /\ mmPin'     = NoRoot
  /\ IF /\ mmPin # NoRoot
        /\ ~(IF mmPin \in short
               THEN \/ \E v, w \in Vcpus :
                         v # w /\ root[v] = mmPin /\ root[w] = mmPin
                    \/ \E y, z \in Zappers :
                         y # z /\ mmPin \in gifts[y] /\ mmPin \in gifts[z]
                    \/ \E p, q \in Pages :
                         /\ p # q
                         /\ WalkIsPinned
                         /\ notifierPin[p] = mmPin
                         /\ notifierPin[q] = mmPin
                    \/ \E v \in Vcpus, z \in Zappers :
                         root[v] = mmPin /\ mmPin \in gifts[z]
                    \/ \E v \in Vcpus :
                         /\ root[v] = mmPin
                         /\ WalkIsPinned
                         /\ \E p \in Pages : notifierPin[p] = mmPin
                    \/ \E z \in Zappers :
                         /\ mmPin \in gifts[z]
                         /\ WalkIsPinned
                         /\ \E p \in Pages : notifierPin[p] = mmPin
               ELSE \/ \E v \in Vcpus : root[v] = mmPin
                    \/ \E z \in Zappers : mmPin \in gifts[z]
                    \/ WalkIsPinned /\ \E p \in Pages : notifierPin[p] = mmPin)
       THEN /\ listed'      = listed \ {mmPin}
            /\ maps'        = [maps EXCEPT ![mmPin] = {}]
            /\ invalid'     = invalid \ {mmPin}
            /\ short'       = short \ {mmPin}
            /\ invalidator' = [invalidator EXCEPT ![mmPin] = NoZapper]
            /\ allocated'   = allocated \ {mmPin}
       ELSE UNCHANGED <<allocated, listed, invalid, invalidator, maps, short>>
  /\ mmuLockWriteHeldByMm' = FALSE
  /\ mmPc'                 = "done"
  /\ UNCHANGED <<reload, slots, deleting, notifying, stale, mmuLockReaders,
                 mmuLockReadYielders, mmuLockZapperWriters,
                 mmuLockWriteYielders, mmuLockNotifierWriters,
                 slotsLockHolders, kvmLockHolders, vcpuVars, zapperVars,
                 notifierVars>>

-------------------------------------------------------------------------------

Vcpu(v) ==
  \/ RunRequest(v)
  \/ RunNoRoot(v)
  \/ RunExit(v)
  \/ RunReset(v)
  \/ RunDestroy(v)
  \/ Unload(v)
  \/ \E r \in Roots : LoadLookUp(v, r) \/ LoadAllocate(v, r)
  \/ Sample(v)
  \/ \E p \in Pages : ResolveFound(v, p)
  \/ ResolveRetry(v)
  \/ Map(v)

Next ==
  \/ \E v \in Vcpus : Vcpu(v)
  \/ \E z \in Zappers :
       \/ \E p \in Pages :
            \/ BeginDeleteMemslot(z, p)
            \/ ZapEntry(z, p)
            \/ ZapEmpty(z, p)
       \/ BeginSetNx(z)
       \/ Mark(z)
       \/ Drain(z)
       \/ Invalidate(z)
       \/ \E r \in Roots : FirstRoot(z, r) \/ NextRootAnother(z, r)
       \/ FirstElse(z)
       \/ NextRootElse(z)
       \/ ZapPause(z)
       \/ ZapEnd(z)
       \/ Put(z)
       \/ Finish(z)
       \/ Drop(z)
  \/ \E p \in Pages :
       \/ Start(p)
       \/ \E r \in Roots : WalkVisit(p, r)
       \/ WalkElse(p)
       \/ UnmapEntry(p)
       \/ UnmapPause(p)
       \/ Evict(p)
       \/ End(p)
  \/ Exit
  \/ ZapAllEntries
  \/ ZapAllPause
  \/ \E r \in Roots : AdvanceVisit(r)
  \/ AdvanceElse

Fairness ==
  \* A vCPU that is asked to leave its root comes round to it.
  /\ \A v \in Vcpus : SF_vars(Vcpu(v))
  /\ \A z \in Zappers :
       SF_vars((\E r \in Roots : FirstRoot(z, r)) \/ FirstElse(z))
  /\ \A z \in Zappers :
       SF_vars((\E r \in Roots : NextRootAnother(z, r)) \/ NextRootElse(z))
  /\ \A z \in Zappers :
       SF_vars(\/ \E p \in Pages : ZapEntry(z, p)
               \/ \E p \in Pages : ZapEmpty(z, p)
               \/ ZapPause(z)
               \/ ZapEnd(z))
  /\ \A z \in Zappers : SF_vars(Put(z))
  /\ \A z \in Zappers : SF_vars(Finish(z))
  /\ \A p \in Pages :
       SF_vars((\E r \in Roots : WalkVisit(p, r)) \/ WalkElse(p))
  /\ \A p \in Pages : SF_vars(UnmapEntry(p) \/ UnmapPause(p))
  /\ SF_vars(ZapAllEntries \/ ZapAllPause)
  /\ SF_vars((\E r \in Roots : AdvanceVisit(r)) \/ AdvanceElse)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------

\* No kvm_set_pfn_dirty() when zapping SPTEs, after the mmu_notifier returns.
\* Source: tdp_mmu_roots.tdp, line 125.
NoTouchAfterNotifier ==
  \* Unload: forall p in maps[r]. not returned(p)
  /\ \A v \in Vcpus :
       /\ vcpuPc[v] = "unload"
       /\ mmuLockReaders = {}
       /\ mmuLockZapperWriters = {}
       /\ mmuLockNotifierWriters = {}
       /\ ~mmuLockWriteHeldByMm
       /\ root[v] # NoRoot
       /\ ~(IF root[v] \in short
              THEN \/ \E v2, w \in Vcpus :
                        /\ v2 # w
                        /\ v2 # v
                        /\ root[v2] = root[v]
                        /\ w # v
                        /\ root[w] = root[v]
                   \/ \E y, z \in Zappers :
                        y # z /\ root[v] \in gifts[y] /\ root[v] \in gifts[z]
                   \/ \E p, q \in Pages :
                        /\ p # q
                        /\ WalkIsPinned
                        /\ notifierPin[p] = root[v]
                        /\ notifierPin[q] = root[v]
                   \/ \E p \in Pages :
                        /\ WalkIsPinned
                        /\ notifierPin[p] = root[v]
                        /\ mmPin = root[v]
                   \/ \E v2 \in Vcpus \ {v}, z \in Zappers :
                        root[v2] = root[v] /\ root[v] \in gifts[z]
                   \/ \E v2 \in Vcpus \ {v} :
                        root[v2] = root[v] /\ Pinned(root[v])
                   \/ \E z \in Zappers :
                        root[v] \in gifts[z] /\ Pinned(root[v])
              ELSE \/ \E v2 \in Vcpus \ {v} : root[v2] = root[v]
                   \/ \E z \in Zappers : root[v] \in gifts[z]
                   \/ Pinned(root[v]))
       => \A p \in maps[root[v]] : ~Returned(p)
  \* ZapEntry: not returned(p)
  /\ \A z \in Zappers, p \in Pages :
       /\ zapperPc[z] = "zap"
       /\ z \in mmuLockReadYielders
          => /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ z \in mmuLockWriteYielders
          => /\ mmuLockReaders \subseteq {z}
             /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ zapping[z] # NoRoot
       /\ p \in ahead[z]
       /\ p \in maps[zapping[z]]
       => ~Returned(p)
  \* Put: forall p in maps[r]. not returned(p)
  /\ \A z \in Zappers :
       /\ zapperPc[z] = "put"
       /\ zapping[z] # NoRoot
       /\ Puts = "every_invalid" \/ zapping[z] \in gifts[z]
       /\ ~(IF IF zapping[z] \in gifts[z]
                 THEN zapping[z] \in short
                 ELSE zapping[z] \in allocated \/ zapping[z] \in short
              THEN \/ \E v, w \in Vcpus :
                        v # w /\ root[v] = zapping[z] /\ root[w] = zapping[z]
                   \/ \E y, z2 \in Zappers :
                        /\ y # z2
                        /\ y # z
                        /\ zapping[z] \in gifts[y]
                        /\ z2 # z
                        /\ zapping[z] \in gifts[z2]
                   \/ \E p, q \in Pages :
                        /\ p # q
                        /\ WalkIsPinned
                        /\ notifierPin[p] = zapping[z]
                        /\ notifierPin[q] = zapping[z]
                   \/ \E p \in Pages :
                        /\ WalkIsPinned
                        /\ notifierPin[p] = zapping[z]
                        /\ mmPin = zapping[z]
                   \/ \E v \in Vcpus, z2 \in Zappers :
                        /\ root[v] = zapping[z]
                        /\ z2 # z
                        /\ zapping[z] \in gifts[z2]
                   \/ \E v \in Vcpus :
                        root[v] = zapping[z] /\ Pinned(zapping[z])
                   \/ \E z2 \in Zappers \ {z} :
                        zapping[z] \in gifts[z2] /\ Pinned(zapping[z])
              ELSE \/ \E v \in Vcpus : root[v] = zapping[z]
                   \/ \E z2 \in Zappers \ {z} : zapping[z] \in gifts[z2]
                   \/ Pinned(zapping[z]))
       => \A p \in maps[zapping[z]] : ~Returned(p)
  \* WalkVisit: forall p in maps[r]. not returned(p)
  /\ \A p \in Pages, r \in Roots :
       /\ notifierPc[p] = "walk"
       /\ IF notifierPin[p] # NoRoot /\ LostItsPlace(notifierPin[p])
            THEN r \in listed
            ELSE r \in notifierTodo[p]
       /\ r \in listed
       /\ RangeStartVisits = "all" \/ r \notin invalid
       /\ WalkIsPinned
       /\ notifierPin[p] # NoRoot
       /\ ~(IF notifierPin[p] \in short
              THEN \/ \E v, w \in Vcpus :
                        /\ v # w
                        /\ root[v] = notifierPin[p]
                        /\ root[w] = notifierPin[p]
                   \/ \E y, z \in Zappers :
                        /\ y # z
                        /\ notifierPin[p] \in gifts[y]
                        /\ notifierPin[p] \in gifts[z]
                   \/ \E p2, q \in Pages :
                        /\ p2 # q
                        /\ (IF p2 = p THEN r ELSE notifierPin[p2])
                             = notifierPin[p]
                        /\ (IF q = p THEN r ELSE notifierPin[q])
                             = notifierPin[p]
                   \/ r = notifierPin[p] /\ mmPin = notifierPin[p]
                   \/ \E p2 \in Pages \ {p} :
                        /\ notifierPin[p2] = notifierPin[p]
                        /\ mmPin = notifierPin[p]
                   \/ \E v \in Vcpus, z \in Zappers :
                        /\ root[v] = notifierPin[p]
                        /\ notifierPin[p] \in gifts[z]
                   \/ \E v \in Vcpus :
                        /\ root[v] = notifierPin[p]
                        /\ \/ r = notifierPin[p]
                           \/ \E p2 \in Pages \ {p} :
                                notifierPin[p2] = notifierPin[p]
                           \/ mmPin = notifierPin[p]
                   \/ \E z \in Zappers :
                        /\ notifierPin[p] \in gifts[z]
                        /\ \/ r = notifierPin[p]
                           \/ \E p2 \in Pages \ {p} :
                                notifierPin[p2] = notifierPin[p]
                           \/ mmPin = notifierPin[p]
              ELSE \/ \E v \in Vcpus : root[v] = notifierPin[p]
                   \/ \E z \in Zappers : notifierPin[p] \in gifts[z]
                   \/ r = notifierPin[p]
                   \/ \E p2 \in Pages \ {p} : notifierPin[p2] = notifierPin[p]
                   \/ mmPin = notifierPin[p])
       => \A p2 \in maps[notifierPin[p]] : ~Returned(p2)
  \* WalkElse: forall p in maps[r]. not returned(p)
  /\ \A p \in Pages :
       /\ notifierPc[p] = "walk"
       /\ ~\E r \in Roots :
             /\ IF notifierPin[p] # NoRoot /\ LostItsPlace(notifierPin[p])
                  THEN r \in listed
                  ELSE r \in notifierTodo[p]
             /\ r \in listed
             /\ RangeStartVisits = "all" \/ r \notin invalid
       /\ WalkIsPinned
       /\ notifierPin[p] # NoRoot
       /\ ~(IF notifierPin[p] \in short
              THEN \/ \E v, w \in Vcpus :
                        /\ v # w
                        /\ root[v] = notifierPin[p]
                        /\ root[w] = notifierPin[p]
                   \/ \E y, z \in Zappers :
                        /\ y # z
                        /\ notifierPin[p] \in gifts[y]
                        /\ notifierPin[p] \in gifts[z]
                   \/ \E p2, q \in Pages :
                        /\ p2 # q
                        /\ p2 # p
                        /\ notifierPin[p2] = notifierPin[p]
                        /\ q # p
                        /\ notifierPin[q] = notifierPin[p]
                   \/ \E p2 \in Pages \ {p} :
                        /\ notifierPin[p2] = notifierPin[p]
                        /\ mmPin = notifierPin[p]
                   \/ \E v \in Vcpus, z \in Zappers :
                        /\ root[v] = notifierPin[p]
                        /\ notifierPin[p] \in gifts[z]
                   \/ \E v \in Vcpus :
                        /\ root[v] = notifierPin[p]
                        /\ \/ \E p2 \in Pages \ {p} :
                                notifierPin[p2] = notifierPin[p]
                           \/ mmPin = notifierPin[p]
                   \/ \E z \in Zappers :
                        /\ notifierPin[p] \in gifts[z]
                        /\ \/ \E p2 \in Pages \ {p} :
                                notifierPin[p2] = notifierPin[p]
                           \/ mmPin = notifierPin[p]
              ELSE \/ \E v \in Vcpus : root[v] = notifierPin[p]
                   \/ \E z \in Zappers : notifierPin[p] \in gifts[z]
                   \/ \E p2 \in Pages \ {p} : notifierPin[p2] = notifierPin[p]
                   \/ mmPin = notifierPin[p])
       => \A p2 \in maps[notifierPin[p]] : ~Returned(p2)
  \* ZapAllEntries: forall p in maps[r]. not returned(p)
  /\ /\ mmPc = "zap_all"
     /\ \/ mmuLockWriteHeldByMm
        \/ /\ mmuLockReaders = {}
           /\ mmuLockZapperWriters = {}
           /\ mmuLockNotifierWriters = {}
     /\ mmPin # NoRoot
     => \A p \in maps[mmPin] : ~Returned(p)
  \* AdvanceVisit: forall p in maps[r]. not returned(p)
  /\ \A r \in Roots :
       /\ mmPc = "advance"
       /\ IF mmPin # NoRoot /\ LostItsPlace(mmPin)
            THEN r \in listed
            ELSE r \in mmTodo
       /\ r \in listed
       /\ ReleaseVisits = "all" \/ r \notin invalid
       /\ mmPin # NoRoot
       /\ ~(IF mmPin \in short
              THEN \/ \E v, w \in Vcpus :
                        v # w /\ root[v] = mmPin /\ root[w] = mmPin
                   \/ \E y, z \in Zappers :
                        y # z /\ mmPin \in gifts[y] /\ mmPin \in gifts[z]
                   \/ \E p, q \in Pages :
                        /\ p # q
                        /\ WalkIsPinned
                        /\ notifierPin[p] = mmPin
                        /\ notifierPin[q] = mmPin
                   \/ \E p \in Pages :
                        WalkIsPinned /\ notifierPin[p] = mmPin /\ r = mmPin
                   \/ \E v \in Vcpus, z \in Zappers :
                        root[v] = mmPin /\ mmPin \in gifts[z]
                   \/ \E v \in Vcpus :
                        /\ root[v] = mmPin
                        /\ \/ /\ WalkIsPinned
                              /\ \E p \in Pages : notifierPin[p] = mmPin
                           \/ r = mmPin
                   \/ \E z \in Zappers :
                        /\ mmPin \in gifts[z]
                        /\ \/ /\ WalkIsPinned
                              /\ \E p \in Pages : notifierPin[p] = mmPin
                           \/ r = mmPin
              ELSE \/ \E v \in Vcpus : root[v] = mmPin
                   \/ \E z \in Zappers : mmPin \in gifts[z]
                   \/ WalkIsPinned /\ \E p \in Pages : notifierPin[p] = mmPin
                   \/ r = mmPin)
       => \A p \in maps[mmPin] : ~Returned(p)
  \* AdvanceElse: forall p in maps[r]. not returned(p)
  /\ /\ mmPc = "advance"
     /\ ~\E r \in Roots :
           /\ IF mmPin # NoRoot /\ LostItsPlace(mmPin)
                THEN r \in listed
                ELSE r \in mmTodo
           /\ r \in listed
           /\ ReleaseVisits = "all" \/ r \notin invalid
     /\ mmPin # NoRoot
     /\ ~(IF mmPin \in short
            THEN \/ \E v, w \in Vcpus :
                      v # w /\ root[v] = mmPin /\ root[w] = mmPin
                 \/ \E y, z \in Zappers :
                      y # z /\ mmPin \in gifts[y] /\ mmPin \in gifts[z]
                 \/ \E p, q \in Pages :
                      /\ p # q
                      /\ WalkIsPinned
                      /\ notifierPin[p] = mmPin
                      /\ notifierPin[q] = mmPin
                 \/ \E v \in Vcpus, z \in Zappers :
                      root[v] = mmPin /\ mmPin \in gifts[z]
                 \/ \E v \in Vcpus :
                      /\ root[v] = mmPin
                      /\ WalkIsPinned
                      /\ \E p \in Pages : notifierPin[p] = mmPin
                 \/ \E z \in Zappers :
                      /\ mmPin \in gifts[z]
                      /\ WalkIsPinned
                      /\ \E p \in Pages : notifierPin[p] = mmPin
            ELSE \/ \E v \in Vcpus : root[v] = mmPin
                 \/ \E z \in Zappers : mmPin \in gifts[z]
                 \/ WalkIsPinned /\ \E p \in Pages : notifierPin[p] = mmPin)
     => \A p \in maps[mmPin] : ~Returned(p)

\* Nobody works on a root that was freed.  Source: tdp_mmu_roots.tdp, line 148.
NoUseAfterFree ==
  \* Unload: r in allocated
  /\ \A v \in Vcpus :
       /\ vcpuPc[v] = "unload"
       /\ mmuLockReaders = {}
       /\ mmuLockZapperWriters = {}
       /\ mmuLockNotifierWriters = {}
       /\ ~mmuLockWriteHeldByMm
       /\ root[v] # NoRoot
       => root[v] \in allocated
  \* Map: r in allocated
  /\ \A v \in Vcpus :
       /\ vcpuPc[v] = "map"
       /\ mmuLockZapperWriters = {}
       /\ mmuLockNotifierWriters = {}
       /\ ~mmuLockWriteHeldByMm
       /\ root[v] # NoRoot
       /\ pfn[v] # NoPage
       /\ v \notin stale
       /\ pfn[v] \notin notifying
       /\ ~(FaultChecksRoot /\ root[v] \in invalid)
       => root[v] \in allocated
  \* ZapEntry: r in allocated
  /\ \A z \in Zappers, p \in Pages :
       /\ zapperPc[z] = "zap"
       /\ z \in mmuLockReadYielders
          => /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ z \in mmuLockWriteYielders
          => /\ mmuLockReaders \subseteq {z}
             /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ zapping[z] # NoRoot
       /\ p \in ahead[z]
       /\ p \in maps[zapping[z]]
       => zapping[z] \in allocated
  \* ZapEmpty: r in allocated
  /\ \A z \in Zappers, p \in Pages :
       /\ zapperPc[z] = "zap"
       /\ z \in mmuLockReadYielders
          => /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ z \in mmuLockWriteYielders
          => /\ mmuLockReaders \subseteq {z}
             /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ zapping[z] # NoRoot
       /\ p \in ahead[z]
       /\ p \notin maps[zapping[z]]
       => zapping[z] \in allocated
  \* ZapPause: r in allocated
  /\ \A z \in Zappers :
       /\ zapperPc[z] = "zap"
       /\ z \in mmuLockReadYielders
          => /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ z \in mmuLockWriteYielders
          => /\ mmuLockReaders \subseteq {z}
             /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ zapping[z] # NoRoot
       /\ ZapMayYield
       /\ ~zapperYielded[z]
       => zapping[z] \in allocated
  \* ZapEnd: r in allocated
  /\ \A z \in Zappers :
       /\ zapperPc[z] = "zap"
       /\ z \in mmuLockReadYielders
          => /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ z \in mmuLockWriteYielders
          => /\ mmuLockReaders \subseteq {z}
             /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ zapping[z] # NoRoot
       /\ ahead[z] \cap maps[zapping[z]] = {}
       => zapping[z] \in allocated
  \* Put: r in allocated
  /\ \A z \in Zappers :
       zapperPc[z] = "put" /\ zapping[z] # NoRoot => zapping[z] \in allocated
  \* WalkVisit: q in allocated
  /\ \A p \in Pages, r \in Roots :
       /\ notifierPc[p] = "walk"
       /\ IF notifierPin[p] # NoRoot /\ LostItsPlace(notifierPin[p])
            THEN r \in listed
            ELSE r \in notifierTodo[p]
       /\ r \in listed
       /\ RangeStartVisits = "all" \/ r \notin invalid
       /\ notifierPin[p] # NoRoot
       => notifierPin[p] \in allocated
  \* WalkElse: q in allocated
  /\ \A p \in Pages :
       /\ notifierPc[p] = "walk"
       /\ ~\E r \in Roots :
             /\ IF notifierPin[p] # NoRoot /\ LostItsPlace(notifierPin[p])
                  THEN r \in listed
                  ELSE r \in notifierTodo[p]
             /\ r \in listed
             /\ RangeStartVisits = "all" \/ r \notin invalid
       /\ notifierPin[p] # NoRoot
       => notifierPin[p] \in allocated
  \* UnmapEntry: r in allocated
  /\ \A p \in Pages :
       /\ notifierPc[p] = "unmap"
       /\ \/ p \in mmuLockNotifierWriters
          \/ /\ mmuLockReaders = {}
             /\ mmuLockZapperWriters = {}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ notifierPin[p] # NoRoot
       => notifierPin[p] \in allocated
  \* UnmapPause: r in allocated
  /\ \A p \in Pages :
       /\ notifierPc[p] = "unmap"
       /\ \/ p \in mmuLockNotifierWriters
          \/ /\ mmuLockReaders = {}
             /\ mmuLockZapperWriters = {}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ ~notifierYielded[p]
       /\ notifierPin[p] # NoRoot
       => notifierPin[p] \in allocated
  \* ZapAllEntries: r in allocated
  /\ /\ mmPc = "zap_all"
     /\ \/ mmuLockWriteHeldByMm
        \/ /\ mmuLockReaders = {}
           /\ mmuLockZapperWriters = {}
           /\ mmuLockNotifierWriters = {}
     /\ mmPin # NoRoot
     => mmPin \in allocated

\* vCPUs must reload a new root before installing new SPTEs.
\* Source: tdp_mmu_roots.tdp, line 158.
NoVcpuJoinsAnInvalidRoot == TRUE

\* No mapping into an invalid root: what kvm_tdp_mmu_map() warns of since 6.19.
\* Source: tdp_mmu_roots.tdp, line 184.
NoMappingIntoInvalidRoot ==
  \A v \in Vcpus :
    /\ vcpuPc[v] = "map"
    /\ mmuLockZapperWriters = {}
    /\ mmuLockNotifierWriters = {}
    /\ ~mmuLockWriteHeldByMm
    /\ root[v] # NoRoot
    /\ pfn[v] # NoPage
    /\ v \notin stale
    /\ pfn[v] \notin notifying
    /\ ~(FaultChecksRoot /\ root[v] \in invalid)
    => root[v] \notin invalid

\* Nothing elevates the refcount of an invalid root, which should be
\* unreachable.  Source: tdp_mmu_roots.tdp, line 226.
InvalidGainsNoReference ==
  \* Invalidate: r notin invalid
  /\ \A z \in Zappers :
       /\ zapperPc[z] = "invalidate"
       /\ mmuLockReaders = {}
       /\ mmuLockZapperWriters = {}
       /\ mmuLockNotifierWriters = {}
       /\ ~mmuLockWriteHeldByMm
       => \A r \in listed :
            Gift = "every_listed" \/ r \notin invalid => r \notin invalid
  \* WalkVisit: walk_is_pinned => r notin invalid
  /\ \A p \in Pages, r \in Roots :
       /\ notifierPc[p] = "walk"
       /\ IF notifierPin[p] # NoRoot /\ LostItsPlace(notifierPin[p])
            THEN r \in listed
            ELSE r \in notifierTodo[p]
       /\ r \in listed
       /\ RangeStartVisits = "all" \/ r \notin invalid
       /\ WalkIsPinned
       => r \notin invalid
  \* AdvanceVisit: r notin invalid
  /\ \A r \in Roots :
       /\ mmPc = "advance"
       /\ IF mmPin # NoRoot /\ LostItsPlace(mmPin)
            THEN r \in listed
            ELSE r \in mmTodo
       /\ r \in listed
       /\ ReleaseVisits = "all" \/ r \notin invalid
       => r \notin invalid

\* No single instance of a fast zap zaps roots it didn't invalidate.
\* Source: tdp_mmu_roots.tdp, line 255.
ZapsOnlyItsOwn ==
  \* ZapEntry: invalidator[r] = z or invalidator[r] = none
  /\ \A z \in Zappers, p \in Pages :
       /\ zapperPc[z] = "zap"
       /\ z \in mmuLockReadYielders
          => /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ z \in mmuLockWriteYielders
          => /\ mmuLockReaders \subseteq {z}
             /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ zapping[z] # NoRoot
       /\ p \in ahead[z]
       /\ p \in maps[zapping[z]]
       => invalidator[zapping[z]] = z \/ invalidator[zapping[z]] = NoZapper
  \* ZapEmpty: invalidator[r] = z or invalidator[r] = none
  /\ \A z \in Zappers, p \in Pages :
       /\ zapperPc[z] = "zap"
       /\ z \in mmuLockReadYielders
          => /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ z \in mmuLockWriteYielders
          => /\ mmuLockReaders \subseteq {z}
             /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ zapping[z] # NoRoot
       /\ p \in ahead[z]
       /\ p \notin maps[zapping[z]]
       => invalidator[zapping[z]] = z \/ invalidator[zapping[z]] = NoZapper
  \* ZapPause: invalidator[r] = z or invalidator[r] = none
  /\ \A z \in Zappers :
       /\ zapperPc[z] = "zap"
       /\ z \in mmuLockReadYielders
          => /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ z \in mmuLockWriteYielders
          => /\ mmuLockReaders \subseteq {z}
             /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ zapping[z] # NoRoot
       /\ ZapMayYield
       /\ ~zapperYielded[z]
       => invalidator[zapping[z]] = z \/ invalidator[zapping[z]] = NoZapper
  \* ZapEnd: invalidator[r] = z or invalidator[r] = none
  /\ \A z \in Zappers :
       /\ zapperPc[z] = "zap"
       /\ z \in mmuLockReadYielders
          => /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ z \in mmuLockWriteYielders
          => /\ mmuLockReaders \subseteq {z}
             /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ zapping[z] # NoRoot
       /\ ahead[z] \cap maps[zapping[z]] = {}
       => invalidator[zapping[z]] = z \/ invalidator[zapping[z]] = NoZapper

\* Nobody puts a reference that he does not hold.
\* Source: tdp_mmu_roots.tdp, line 282.
ReferencesBalance ==
  \A z \in Zappers :
    /\ zapperPc[z] = "put"
    /\ zapping[z] # NoRoot
    /\ Puts = "every_invalid" \/ zapping[z] \in gifts[z]
    => zapping[z] \in gifts[z]

\* There must be no references to the page after the mmu_notifier returns.
\* Source: tdp_mmu_roots.tdp, line 448.
NothingSurvivesItsNotifier ==
  \A p \in Pages, r \in Roots : Returned(p) => p \notin maps[r]

\* Roots that are still in use are on the roots list.
\* Source: tdp_mmu_roots.tdp, line 452.
InUseIsListed == \A r \in allocated : Referenced(r) => r \in listed

\* The roots list contains all valid, in-use roots.
\* Source: tdp_mmu_roots.tdp, line 456.
ValidInUseIsListed ==
  \A r \in allocated : Referenced(r) /\ r \notin invalid => r \in listed

\* Every root on the list is valid.  Source: tdp_mmu_roots.tdp, line 460.
ListedIsValid == \A r \in listed : r \notin invalid

\* When memslot delete returns, no root maps a page of the slot.
\* Source: tdp_mmu_roots.tdp, line 464.
FastZapIsComplete ==
  \A p \in Pages, r \in Roots : p \notin slots => p \notin maps[r]

\* A root whose last reference was put is freed, not leaked.
\* Source: tdp_mmu_roots.tdp, line 468.
AllocatedIsReferenced == \A r \in allocated : Referenced(r)

\* Every root that is invalidated is freed in the end.
\* Source: tdp_mmu_roots.tdp, line 489.
InvalidRootsAreFreed == \A r \in Roots : r \in invalid ~> r \notin invalid

\* Nobody takes a lock twice, releases one he does not hold, or upgrades one.
\* Source: tdp_mmu_roots.tdp, line 204.
LocksAreUsedCorrectly ==
  \* BeginDeleteMemslot: slots_lock is not held when it is taken
  /\ \A z \in Zappers, p \in Pages :
       /\ zapperPc[z] = "begin"
       /\ p \in slots
       /\ MmIsAlive
       /\ slotsLockHolders \subseteq {z}
       => z \notin slotsLockHolders
  \* BeginSetNx: kvm_lock is not held when it is taken, slots_lock is not held
  \* when it is taken
  /\ \A z \in Zappers :
       /\ zapperPc[z] = "begin"
       /\ kvmLockHolders \subseteq {z}
       /\ SlotsLockOverFastZap => slotsLockHolders \subseteq {z}
       => /\ z \notin kvmLockHolders
          /\ SlotsLockOverFastZap => z \notin slotsLockHolders
  \* FirstRoot: mmu_lock is not held when it is taken
  /\ \A z \in Zappers, r \in Roots :
       /\ zapperPc[z] = "first"
       /\ Gap
          => /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ IF FastZapVisits = "only_own" THEN r \in gifts[z] ELSE r \in listed
       /\ ToBeZapped(r)
       /\ Gap
       => z \notin mmuLockReaders /\ z \notin mmuLockZapperWriters
  \* FirstElse: mmu_lock is not held when it is taken
  /\ \A z \in Zappers :
       /\ zapperPc[z] = "first"
       /\ Gap
          => /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ ~\E r \in Roots :
             /\ IF FastZapVisits = "only_own"
                  THEN r \in gifts[z]
                  ELSE r \in listed
             /\ ToBeZapped(r)
       /\ Gap
       => z \notin mmuLockReaders /\ z \notin mmuLockZapperWriters
  \* ZapPause: mmu_lock is held when it is yielded
  /\ \A z \in Zappers :
       /\ zapperPc[z] = "zap"
       /\ z \in mmuLockReadYielders
          => /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ z \in mmuLockWriteYielders
          => /\ mmuLockReaders \subseteq {z}
             /\ mmuLockZapperWriters \subseteq {z}
             /\ mmuLockNotifierWriters = {}
             /\ ~mmuLockWriteHeldByMm
       /\ zapping[z] # NoRoot
       /\ ZapMayYield
       /\ ~zapperYielded[z]
       => \/ z \in mmuLockReadYielders
          \/ z \in mmuLockReaders
          \/ z \in mmuLockWriteYielders
          \/ z \in mmuLockZapperWriters
  \* Finish: mmu_lock is held when it is released, slots_lock is held when it
  \* is released, kvm_lock is held when it is released
  /\ \A z \in Zappers :
       zapperPc[z] = "finish"
       => /\ z \in mmuLockReaders \/ z \in mmuLockZapperWriters
          /\ slot[z] = NoPage /\ SlotsLockOverFastZap => z \in slotsLockHolders
          /\ slot[z] = NoPage => z \in kvmLockHolders
  \* Drop: slots_lock is held when it is released
  /\ \A z \in Zappers :
       (zapperPc[z] = "drop" /\ \A p \in Pages : ~NotifierActive(p))
       => z \in slotsLockHolders

THEOREM Spec => []TypeOK

\* Design keep_5_15.
THEOREM
     /\ OnInvalidate = "keep"
     /\ RangeStartVisits = "all"
     /\ ReleaseVisits = "valid"
     /\ WalkIsPinned = FALSE
     /\ SlotsLockOverFastZap = TRUE
     /\ ZapMayYield = TRUE
     /\ Gap = TRUE
     /\ FaultChecksRoot = FALSE
     /\ Gift = "every_listed"
     /\ FastZapVisits = "every_invalid"
     /\ Puts = "every_invalid"
  => (Spec => [](/\ NoVcpuJoinsAnInvalidRoot
                 /\ ZapsOnlyItsOwn
                 /\ ReferencesBalance
                 /\ InUseIsListed
                 /\ ValidInUseIsListed
                 /\ FastZapIsComplete
                 /\ AllocatedIsReferenced))

\* Design keep_5_15.
THEOREM
     /\ OnInvalidate = "keep"
     /\ RangeStartVisits = "all"
     /\ ReleaseVisits = "valid"
     /\ WalkIsPinned = FALSE
     /\ SlotsLockOverFastZap = TRUE
     /\ ZapMayYield = TRUE
     /\ Gap = TRUE
     /\ FaultChecksRoot = FALSE
     /\ Gift = "every_listed"
     /\ FastZapVisits = "every_invalid"
     /\ Puts = "every_invalid"
  => (Spec => InvalidRootsAreFreed)

\* Design keep_and_skip.
THEOREM
     /\ OnInvalidate = "keep"
     /\ RangeStartVisits = "valid"
     /\ ReleaseVisits = "valid"
     /\ WalkIsPinned = TRUE
     /\ SlotsLockOverFastZap = TRUE
     /\ ZapMayYield = TRUE
     /\ Gap = TRUE
     /\ FaultChecksRoot = TRUE
     /\ Gift = "every_listed"
     /\ FastZapVisits = "every_invalid"
     /\ Puts = "every_invalid"
  => (Spec => [](/\ NoVcpuJoinsAnInvalidRoot
                 /\ ZapsOnlyItsOwn
                 /\ NoUseAfterFree
                 /\ ReferencesBalance
                 /\ NoMappingIntoInvalidRoot
                 /\ InUseIsListed
                 /\ ValidInUseIsListed
                 /\ FastZapIsComplete
                 /\ AllocatedIsReferenced))

\* Design keep_and_skip.
THEOREM
     /\ OnInvalidate = "keep"
     /\ RangeStartVisits = "valid"
     /\ ReleaseVisits = "valid"
     /\ WalkIsPinned = TRUE
     /\ SlotsLockOverFastZap = TRUE
     /\ ZapMayYield = TRUE
     /\ Gap = TRUE
     /\ FaultChecksRoot = TRUE
     /\ Gift = "every_listed"
     /\ FastZapVisits = "every_invalid"
     /\ Puts = "every_invalid"
  => (Spec => InvalidRootsAreFreed)

\* Design remove_from_list.
THEOREM
     /\ OnInvalidate = "unlink"
     /\ RangeStartVisits = "valid"
     /\ ReleaseVisits = "valid"
     /\ WalkIsPinned = TRUE
     /\ SlotsLockOverFastZap = TRUE
     /\ ZapMayYield = TRUE
     /\ Gap = TRUE
     /\ FaultChecksRoot = TRUE
     /\ Gift = "every_listed"
     /\ FastZapVisits = "only_own"
     /\ Puts = "only_own"
  => (Spec => [](/\ NoVcpuJoinsAnInvalidRoot
                 /\ InvalidGainsNoReference
                 /\ ZapsOnlyItsOwn
                 /\ NoUseAfterFree
                 /\ ReferencesBalance
                 /\ NoMappingIntoInvalidRoot
                 /\ ValidInUseIsListed
                 /\ ListedIsValid
                 /\ FastZapIsComplete
                 /\ AllocatedIsReferenced))

\* Design remove_from_list.
THEOREM
     /\ OnInvalidate = "unlink"
     /\ RangeStartVisits = "valid"
     /\ ReleaseVisits = "valid"
     /\ WalkIsPinned = TRUE
     /\ SlotsLockOverFastZap = TRUE
     /\ ZapMayYield = TRUE
     /\ Gap = TRUE
     /\ FaultChecksRoot = TRUE
     /\ Gift = "every_listed"
     /\ FastZapVisits = "only_own"
     /\ Puts = "only_own"
  => (Spec => InvalidRootsAreFreed)

\* Design keep_on_list.
THEOREM
     /\ OnInvalidate = "keep"
     /\ RangeStartVisits = "all"
     /\ ReleaseVisits = "all"
     /\ WalkIsPinned = TRUE
     /\ SlotsLockOverFastZap = TRUE
     /\ ZapMayYield = TRUE
     /\ Gap = TRUE
     /\ FaultChecksRoot = TRUE
     /\ Gift = "every_listed"
     /\ FastZapVisits = "every_invalid"
     /\ Puts = "every_invalid"
  => (Spec => [](/\ NoTouchAfterNotifier
                 /\ NoVcpuJoinsAnInvalidRoot
                 /\ ZapsOnlyItsOwn
                 /\ NoUseAfterFree
                 /\ ReferencesBalance
                 /\ NoMappingIntoInvalidRoot
                 /\ NothingSurvivesItsNotifier
                 /\ InUseIsListed
                 /\ ValidInUseIsListed
                 /\ FastZapIsComplete
                 /\ AllocatedIsReferenced))

\* Design keep_on_list.
THEOREM
     /\ OnInvalidate = "keep"
     /\ RangeStartVisits = "all"
     /\ ReleaseVisits = "all"
     /\ WalkIsPinned = TRUE
     /\ SlotsLockOverFastZap = TRUE
     /\ ZapMayYield = TRUE
     /\ Gap = TRUE
     /\ FaultChecksRoot = TRUE
     /\ Gift = "every_listed"
     /\ FastZapVisits = "every_invalid"
     /\ Puts = "every_invalid"
  => (Spec => InvalidRootsAreFreed)

\* Design keep_on_list_no_slots_lock.
THEOREM
     /\ OnInvalidate = "keep"
     /\ RangeStartVisits = "all"
     /\ ReleaseVisits = "all"
     /\ WalkIsPinned = TRUE
     /\ SlotsLockOverFastZap = FALSE
     /\ ZapMayYield = TRUE
     /\ Gap = TRUE
     /\ FaultChecksRoot = TRUE
     /\ Gift = "every_listed"
     /\ FastZapVisits = "every_invalid"
     /\ Puts = "every_invalid"
  => (Spec => [](/\ NoVcpuJoinsAnInvalidRoot
                 /\ NoMappingIntoInvalidRoot
                 /\ InUseIsListed
                 /\ ValidInUseIsListed
                 /\ AllocatedIsReferenced))

\* Design keep_on_list_no_slots_lock.
THEOREM
     /\ OnInvalidate = "keep"
     /\ RangeStartVisits = "all"
     /\ ReleaseVisits = "all"
     /\ WalkIsPinned = TRUE
     /\ SlotsLockOverFastZap = FALSE
     /\ ZapMayYield = TRUE
     /\ Gap = TRUE
     /\ FaultChecksRoot = TRUE
     /\ Gift = "every_listed"
     /\ FastZapVisits = "every_invalid"
     /\ Puts = "every_invalid"
  => (Spec => InvalidRootsAreFreed)

\* Design remove_from_list_no_slots_lock.
THEOREM
     /\ OnInvalidate = "unlink"
     /\ RangeStartVisits = "valid"
     /\ ReleaseVisits = "valid"
     /\ WalkIsPinned = TRUE
     /\ SlotsLockOverFastZap = FALSE
     /\ ZapMayYield = TRUE
     /\ Gap = TRUE
     /\ FaultChecksRoot = TRUE
     /\ Gift = "every_listed"
     /\ FastZapVisits = "only_own"
     /\ Puts = "only_own"
  => (Spec => [](/\ NoVcpuJoinsAnInvalidRoot
                 /\ InvalidGainsNoReference
                 /\ ZapsOnlyItsOwn
                 /\ NoUseAfterFree
                 /\ ReferencesBalance
                 /\ NoMappingIntoInvalidRoot
                 /\ ValidInUseIsListed
                 /\ ListedIsValid
                 /\ AllocatedIsReferenced))

\* Design remove_from_list_no_slots_lock.
THEOREM
     /\ OnInvalidate = "unlink"
     /\ RangeStartVisits = "valid"
     /\ ReleaseVisits = "valid"
     /\ WalkIsPinned = TRUE
     /\ SlotsLockOverFastZap = FALSE
     /\ ZapMayYield = TRUE
     /\ Gap = TRUE
     /\ FaultChecksRoot = TRUE
     /\ Gift = "every_listed"
     /\ FastZapVisits = "only_own"
     /\ Puts = "only_own"
  => (Spec => InvalidRootsAreFreed)

\* Design keep_and_skip_one_section.
THEOREM
     /\ OnInvalidate = "keep"
     /\ RangeStartVisits = "valid"
     /\ ReleaseVisits = "valid"
     /\ WalkIsPinned = TRUE
     /\ SlotsLockOverFastZap = TRUE
     /\ ZapMayYield = FALSE
     /\ Gap = FALSE
     /\ FaultChecksRoot = TRUE
     /\ Gift = "every_listed"
     /\ FastZapVisits = "every_invalid"
     /\ Puts = "every_invalid"
  => (Spec => [](/\ NoTouchAfterNotifier
                 /\ NoVcpuJoinsAnInvalidRoot
                 /\ ZapsOnlyItsOwn
                 /\ NoUseAfterFree
                 /\ ReferencesBalance
                 /\ NoMappingIntoInvalidRoot
                 /\ NothingSurvivesItsNotifier
                 /\ InUseIsListed
                 /\ ValidInUseIsListed
                 /\ FastZapIsComplete
                 /\ AllocatedIsReferenced))

\* Design keep_and_skip_one_section.
THEOREM
     /\ OnInvalidate = "keep"
     /\ RangeStartVisits = "valid"
     /\ ReleaseVisits = "valid"
     /\ WalkIsPinned = TRUE
     /\ SlotsLockOverFastZap = TRUE
     /\ ZapMayYield = FALSE
     /\ Gap = FALSE
     /\ FaultChecksRoot = TRUE
     /\ Gift = "every_listed"
     /\ FastZapVisits = "every_invalid"
     /\ Puts = "every_invalid"
  => (Spec => InvalidRootsAreFreed)

\* Design keep_on_list_owned.
THEOREM
     /\ OnInvalidate = "keep"
     /\ RangeStartVisits = "all"
     /\ ReleaseVisits = "all"
     /\ WalkIsPinned = TRUE
     /\ SlotsLockOverFastZap = FALSE
     /\ ZapMayYield = TRUE
     /\ Gap = TRUE
     /\ FaultChecksRoot = TRUE
     /\ Gift = "newly_invalid"
     /\ FastZapVisits = "only_own"
     /\ Puts = "only_own"
  => (Spec => [](/\ NoVcpuJoinsAnInvalidRoot
                 /\ ZapsOnlyItsOwn
                 /\ NoUseAfterFree
                 /\ ReferencesBalance
                 /\ NoMappingIntoInvalidRoot
                 /\ InUseIsListed
                 /\ ValidInUseIsListed
                 /\ AllocatedIsReferenced))

\* Design keep_on_list_owned.
THEOREM
     /\ OnInvalidate = "keep"
     /\ RangeStartVisits = "all"
     /\ ReleaseVisits = "all"
     /\ WalkIsPinned = TRUE
     /\ SlotsLockOverFastZap = FALSE
     /\ ZapMayYield = TRUE
     /\ Gap = TRUE
     /\ FaultChecksRoot = TRUE
     /\ Gift = "newly_invalid"
     /\ FastZapVisits = "only_own"
     /\ Puts = "only_own"
  => (Spec => InvalidRootsAreFreed)
===============================================================================
