------------------------------ MODULE TdpMmuRoots -----------------------------
(*****************************************************************************)
(* KVM's TDP MMU keeps its page-table roots on a list of the VM. Should a    *)
(* root leave the list when a fast zap invalidates it, or stay? Fast zaps,   *)
(* MMU notifiers, vCPUs and yields race over it.                             *)
(*                                                                           *)
(* One module describes every design: a design is a value for each choice.   *)
(* The model of KeepAndSkip is TdpMmuRootsKeepAndSkip.cfg, and so on.        *)
(*                                                                           *)
(*   design           OnInvalidate   RangeStartVisits                        *)
(*   --------------   ------------   ----------------                        *)
(*   KeepAndSkip      "keep"         "valid"                                 *)
(*   RemoveFromList   "unlink"       "valid"                                 *)
(*   KeepOnList       "keep"         "all"                                   *)
(*                                                                           *)
(*   KeepAndSkip: Linux 5.16 and 5.17 as released: invalid roots             *)
(*                stay on the list, notifiers skip them                      *)
(*                                                                           *)
(*   RemoveFromList: the proposal of November 2021, patch 15/28: a fast      *)
(*                   zap takes the roots off the list                        *)
(*                                                                           *)
(*   KeepOnList: the fix, d62007edf01f, as it went to 5.16.y and             *)
(*               5.17.y: notifiers visit every root                          *)
(*                                                                           *)
(* The verdicts that are expected:                                           *)
(*                                                                           *)
(*   claim                        KeepAndSkip   RemoveFromList   KeepOnList  *)
(*   --------------------------   -----------   --------------   ----------  *)
(*   ReferencesBalance            proved        proved           proved      *)
(*   NothingSurvivesItsNotifier   violated      violated         proved      *)
(*   InUseIsListed                proved        violated         proved      *)
(*   ValidInUseIsListed           proved        proved           proved      *)
(*   ListedIsValid                violated      proved           violated    *)
(*                                                                           *)
(* A run may come to an end, and no claim says otherwise: run TLC with       *)
(* -deadlock, which tells it not to report that as an error.                 *)
(*****************************************************************************)
EXTENDS FiniteSets

CONSTANTS
  \* @type: Set(ROOT);
  Roots,             \* struct kvm_mmu_page of a root; freed ones are allocated
                     \* again
  \* @type: Set(VCPU);
  Vcpus,
  \* @type: Set(PAGE);
  Pages,             \* host page frames that back guest memory
  \* @type: Set(ZAPPER);
  Zappers,           \* tasks that write to the parameter nx_huge_pages
  \* @type: ROOT;
  NoRoot,            \* none, where a root is optional
  \* @type: PAGE;
  NoPage,            \* none, where a page is optional
  \* @type: Str;
  OnInvalidate,      \* does a root stay on the VM's list when it is
                     \* invalidated?
  \* @type: Str;
  RangeStartVisits   \* which roots does a notifier's range_start unmap?

ASSUME RootsExist              == IsFiniteSet(Roots) /\ Roots # {}
ASSUME VcpusExist              == IsFiniteSet(Vcpus) /\ Vcpus # {}
ASSUME PagesExist              == IsFiniteSet(Pages) /\ Pages # {}
ASSUME ZappersExist            == IsFiniteSet(Zappers) /\ Zappers # {}
ASSUME NoRootIsNoRoot          == NoRoot \notin Roots
ASSUME NoPageIsNoPage          == NoPage \notin Pages
ASSUME OnInvalidateIsKnown     == OnInvalidate \in {"keep", "unlink"}
ASSUME RangeStartVisitsIsKnown == RangeStartVisits \in {"valid", "all"}

VcpuPlaces == {"run", "unload", "load", "sample", "resolve", "map"}

ZapperPlaces ==
  {"begin", "invalidate", "first", "next", "zap", "put", "finish"}

NotifierPlaces == {"start", "walk", "unmap", "evict", "end", "done"}

VARIABLES
  \* @type: Set(ROOT);
  allocated,         \* roots that exist
  \* @type: Set(ROOT);
  listed,            \* kvm->arch.tdp_mmu_roots
  \* @type: Set(ROOT);
  invalid,           \* role.invalid; set once, gone only when the root is
                     \* freed
  \* @type: ROOT -> Set(PAGE);
  maps,              \* the pages that a root's present leaf SPTEs point to
  \* @type: Set(VCPU);
  reload,            \* KVM_REQ_MMU_RELOAD is pending for the vCPU
  \* @type: Set(PAGE);
  resident,          \* mapped by the primary MMU: a fault can find the page
  \* @type: Set(PAGE);
  notifying,         \* mmu_notifier_count > 0 with the page in its range
  \* @type: Set(VCPU);
  stale,             \* mmu_notifier_seq has moved since the vCPU sampled it

  \* @type: Set(ZAPPER);
  mmuLockReaders,    \* each zapper that holds mmu_lock for reading between two
                     \* steps
  \* @type: Set(PAGE);
  mmuLockWriters,    \* each notifier that holds mmu_lock for writing between
                     \* two steps
  \* @type: Set(ZAPPER);
  slotsLockHolders,  \* each zapper that holds slots_lock between two steps

  \* @type: VCPU -> Str;
  vcpuPc,            \* the step that each vcpu takes next
  \* @type: VCPU -> ROOT;
  root,              \* mmu->root_hpa; holds a reference
  \* @type: VCPU -> PAGE;
  pfn,               \* what the fault under way has found

  \* @type: ZAPPER -> Str;
  zapperPc,          \* the step that each zapper takes next
  \* @type: ZAPPER -> Set(ROOT);
  gifts,             \* the references that invalidation took
  \* @type: ZAPPER -> Set(ROOT);
  zapperTodo,        \* the roots that this walk has still to meet
  \* @type: ZAPPER -> ROOT;
  zapping,           \* the root that is being zapped
  \* @type: ZAPPER -> Set(PAGE);
  ahead,             \* the entries of it that are ahead of the iterator

  \* @type: PAGE -> Str;
  notifierPc,        \* the step that each notifier takes next
  \* @type: PAGE -> Set(ROOT);
  notifierTodo,      \* listed when the walk began, not yet met
  \* @type: PAGE -> ROOT;
  pin                \* the root that the walk is on; holds a reference

sharedVars   == <<allocated, listed, invalid, maps, reload, resident,
                  notifying, stale>>
lockVars     == <<mmuLockReaders, mmuLockWriters, slotsLockHolders>>
vcpuVars     == <<vcpuPc, root, pfn>>
zapperVars   == <<zapperPc, gifts, zapperTodo, zapping, ahead>>
notifierVars == <<notifierPc, notifierTodo, pin>>

vars == <<sharedVars, lockVars, vcpuVars, zapperVars, notifierVars>>

-------------------------------------------------------------------------------

TypeOK ==
  /\ allocated        \in SUBSET Roots
  /\ listed           \in SUBSET Roots
  /\ invalid          \in SUBSET Roots
  /\ maps             \in [Roots -> SUBSET Pages]
  /\ reload           \in SUBSET Vcpus
  /\ resident         \in SUBSET Pages
  /\ notifying        \in SUBSET Pages
  /\ stale            \in SUBSET Vcpus
  /\ mmuLockReaders   \in SUBSET Zappers
  /\ mmuLockWriters   \in SUBSET Pages
  /\ slotsLockHolders \in SUBSET Zappers
  /\ vcpuPc           \in [Vcpus -> VcpuPlaces]
  /\ root             \in [Vcpus -> Roots \cup {NoRoot}]
  /\ pfn              \in [Vcpus -> Pages \cup {NoPage}]
  /\ zapperPc         \in [Zappers -> ZapperPlaces]
  /\ gifts            \in [Zappers -> SUBSET Roots]
  /\ zapperTodo       \in [Zappers -> SUBSET Roots]
  /\ zapping          \in [Zappers -> Roots \cup {NoRoot}]
  /\ ahead            \in [Zappers -> SUBSET Pages]
  /\ notifierPc       \in [Pages -> NotifierPlaces]
  /\ notifierTodo     \in [Pages -> SUBSET Roots]
  /\ pin              \in [Pages -> Roots \cup {NoRoot}]

Init ==
  /\ allocated        = {}
  /\ listed           = {}
  /\ invalid          = {}
  /\ maps             = [r \in Roots |-> {}]
  /\ reload           = {}
  /\ resident         = Pages
  /\ notifying        = {}
  /\ stale            = {}
  /\ mmuLockReaders   = {}
  /\ mmuLockWriters   = {}
  /\ slotsLockHolders = {}
  /\ vcpuPc           = [v \in Vcpus |-> "run"]
  /\ root             = [v \in Vcpus |-> NoRoot]
  /\ pfn              = [v \in Vcpus |-> NoPage]
  /\ zapperPc         = [z \in Zappers |-> "begin"]
  /\ gifts            = [z \in Zappers |-> {}]
  /\ zapperTodo       = [z \in Zappers |-> {}]
  /\ zapping          = [z \in Zappers |-> NoRoot]
  /\ ahead            = [z \in Zappers |-> {}]
  /\ notifierPc       = [p \in Pages |-> "start"]
  /\ notifierTodo     = [p \in Pages |-> {}]
  /\ pin              = [p \in Pages |-> NoRoot]

-------------------------------------------------------------------------------

\* tdp_mmu_root_count > 0.  Source: tdp_mmu_roots.tdp, line 44.
Referenced(r) ==
  \/ \E v \in Vcpus : root[v] = r
  \/ \E z \in Zappers : r \in gifts[z]
  \/ \E p \in Pages : pin[p] = r

-------------------------------------------------------------------------------

\* Process vcpu(v): a vCPU's thread.

\* vcpu_enter_guest().  Source: tdp_mmu_roots.tdp, line 64.
RunRequest(v) ==
  /\ vcpuPc[v] = "run"
  /\ v \in reload
  /\ reload' = reload \ {v}
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "unload"]
  /\ UNCHANGED <<allocated, listed, invalid, maps, resident, notifying, stale,
                 lockVars, root, pfn, zapperVars, notifierVars>>

\* vcpu_enter_guest().  Source: tdp_mmu_roots.tdp, line 64.
RunNoRoot(v) ==
  /\ vcpuPc[v] = "run"
  /\ v \notin reload
  /\ root[v] = NoRoot
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "load"]
  /\ UNCHANGED <<sharedVars, lockVars, root, pfn, zapperVars, notifierVars>>

\* vcpu_enter_guest().  Source: tdp_mmu_roots.tdp, line 64.
RunExit(v) ==
  /\ vcpuPc[v] = "run"
  /\ v \notin reload
  /\ root[v] # NoRoot
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "sample"]
  /\ UNCHANGED <<sharedVars, lockVars, root, pfn, zapperVars, notifierVars>>

\* vcpu_enter_guest().  Source: tdp_mmu_roots.tdp, line 64.
RunReset(v) ==
  /\ vcpuPc[v] = "run"
  /\ root[v] # NoRoot
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "unload"]
  /\ UNCHANGED <<sharedVars, lockVars, root, pfn, zapperVars, notifierVars>>

\* kvm_mmu_unload().  Source: tdp_mmu_roots.tdp, line 73.
Unload(v) ==
  LET r == root[v] IN
  /\ vcpuPc[v] = "unload"
  /\ mmuLockReaders = {}
  /\ mmuLockWriters = {}
  /\ root' = [root EXCEPT ![v] = NoRoot]
  /\ IF /\ r # NoRoot
        /\ \A v2 \in Vcpus \ {v} : root[v2] # r
        /\ \A z \in Zappers : r \notin gifts[z]
        /\ \A p \in Pages : pin[p] # r
       THEN /\ listed'    = listed \ {r}
            /\ maps'      = [maps EXCEPT ![r] = {}]
            /\ invalid'   = invalid \ {r}
            /\ allocated' = allocated \ {r}
       ELSE UNCHANGED <<allocated, listed, invalid, maps>>
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "run"]
  /\ UNCHANGED <<reload, resident, notifying, stale, lockVars, pfn, zapperVars,
                 notifierVars>>

\* kvm_tdp_mmu_get_vcpu_root_hpa().  Source: tdp_mmu_roots.tdp, line 82.
LoadLookUp(v, r) ==
  /\ vcpuPc[v] = "load"
  /\ mmuLockReaders = {}
  /\ mmuLockWriters = {}
  /\ r \in listed
  /\ r \notin invalid
  /\ root'   = [root EXCEPT ![v] = r]
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "run"]
  /\ UNCHANGED <<sharedVars, lockVars, pfn, zapperVars, notifierVars>>

\* kvm_tdp_mmu_get_vcpu_root_hpa().  Source: tdp_mmu_roots.tdp, line 82.
LoadAllocate(v, r) ==
  /\ vcpuPc[v] = "load"
  /\ mmuLockReaders = {}
  /\ mmuLockWriters = {}
  /\ r \notin allocated
  /\ allocated' = allocated \cup {r}
  /\ listed'    = listed \cup {r}
  /\ root'      = [root EXCEPT ![v] = r]
  /\ vcpuPc'    = [vcpuPc EXCEPT ![v] = "run"]
  /\ UNCHANGED <<invalid, maps, reload, resident, notifying, stale, lockVars,
                 pfn, zapperVars, notifierVars>>

\* direct_page_fault().  Source: tdp_mmu_roots.tdp, line 95.
Sample(v) ==
  /\ vcpuPc[v] = "sample"
  /\ stale'  = stale \ {v}
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "resolve"]
  /\ UNCHANGED <<allocated, listed, invalid, maps, reload, resident, notifying,
                 lockVars, root, pfn, zapperVars, notifierVars>>

\* kvm_faultin_pfn().  Source: tdp_mmu_roots.tdp, line 98.
ResolveFound(v, p) ==
  /\ vcpuPc[v] = "resolve"
  /\ p \in resident
  /\ pfn'    = [pfn EXCEPT ![v] = p]
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "map"]
  /\ UNCHANGED <<sharedVars, lockVars, root, zapperVars, notifierVars>>

\* kvm_faultin_pfn().  Source: tdp_mmu_roots.tdp, line 98.
ResolveRetry(v) ==
  /\ vcpuPc[v] = "resolve"
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "run"]
  /\ UNCHANGED <<sharedVars, lockVars, root, pfn, zapperVars, notifierVars>>

\* kvm_tdp_mmu_map().  Source: tdp_mmu_roots.tdp, line 102.
Map(v) ==
  LET p == pfn[v]
      r == root[v]
  IN
  /\ vcpuPc[v] = "map"
  /\ mmuLockWriters = {}
  /\ IF r # NoRoot /\ p # NoPage
       THEN /\ pfn'  = [pfn EXCEPT ![v] = NoPage]
            /\ maps' = IF /\ v \notin stale
                          /\ p \notin notifying
                          /\ r \notin invalid
                         THEN [maps EXCEPT ![r] = @ \cup {p}]
                         ELSE maps
       ELSE UNCHANGED <<maps, pfn>>
  /\ vcpuPc' = [vcpuPc EXCEPT ![v] = "run"]
  /\ UNCHANGED <<allocated, listed, invalid, reload, resident, notifying,
                 stale, lockVars, root, zapperVars, notifierVars>>

-------------------------------------------------------------------------------

\* Process zapper(z): set_nx_huge_pages(), for one VM: kvm_mmu_zap_all_fast().

\* set_nx_huge_pages().  Source: tdp_mmu_roots.tdp, line 121.
Begin(z) ==
  /\ zapperPc[z] = "begin"
  /\ slotsLockHolders = {}
  /\ slotsLockHolders' = slotsLockHolders \cup {z}
  /\ zapperPc'         = [zapperPc EXCEPT ![z] = "invalidate"]
  /\ UNCHANGED <<sharedVars, mmuLockReaders, mmuLockWriters, vcpuVars, gifts,
                 zapperTodo, zapping, ahead, notifierVars>>

\* kvm_tdp_mmu_invalidate_all_roots().  Source: tdp_mmu_roots.tdp, line 124.
Invalidate(z) ==
  /\ zapperPc[z] = "invalidate"
  /\ mmuLockReaders = {}
  /\ mmuLockWriters = {}
  /\ gifts'    = [gifts EXCEPT ![z] = @ \cup listed]
  /\ invalid'  = invalid \cup listed
  /\ listed'   = IF OnInvalidate = "unlink" THEN {} ELSE listed
  /\ reload'   = Vcpus
  /\ zapperPc' = [zapperPc EXCEPT ![z] = "first"]
  /\ UNCHANGED <<allocated, maps, resident, notifying, stale, lockVars,
                 vcpuVars, zapperTodo, zapping, ahead, notifierVars>>

\* kvm_tdp_mmu_zap_invalidated_roots().  Source: tdp_mmu_roots.tdp, line 139.
First(z) ==
  /\ zapperPc[z] = "first"
  /\ mmuLockWriters = {}
  /\ mmuLockReaders' = mmuLockReaders \cup {z}
  /\ zapperTodo'     = [zapperTodo EXCEPT
                         ![z] = IF OnInvalidate = "keep"
                                  THEN listed \cap invalid
                                  ELSE gifts[z]]
  /\ zapperPc'       = [zapperPc EXCEPT ![z] = "next"]
  /\ UNCHANGED <<sharedVars, mmuLockWriters, slotsLockHolders, vcpuVars, gifts,
                 zapping, ahead, notifierVars>>

\* next_invalidated_root().  Source: tdp_mmu_roots.tdp, line 144.
NextRoot(z, r) ==
  /\ zapperPc[z] = "next"
  /\ r \in zapperTodo[z]
  /\ zapperTodo' = [zapperTodo EXCEPT ![z] = @ \ {r}]
  /\ zapping'    = [zapping EXCEPT ![z] = r]
  /\ ahead'      = [ahead EXCEPT ![z] = Pages]
  /\ zapperPc'   = [zapperPc EXCEPT ![z] = "zap"]
  /\ UNCHANGED <<sharedVars, lockVars, vcpuVars, gifts, notifierVars>>

\* next_invalidated_root().  Source: tdp_mmu_roots.tdp, line 144.
NextElse(z) ==
  /\ zapperPc[z] = "next"
  /\ zapperTodo[z] = {}
  /\ mmuLockReaders' = mmuLockReaders \ {z}
  /\ zapperPc'       = [zapperPc EXCEPT ![z] = "finish"]
  /\ UNCHANGED <<sharedVars, mmuLockWriters, slotsLockHolders, vcpuVars, gifts,
                 zapperTodo, zapping, ahead, notifierVars>>

\* zap_gfn_range().  Source: tdp_mmu_roots.tdp, line 152.
ZapEntry(z, p) ==
  LET r == zapping[z] IN
  /\ zapperPc[z] = "zap"
  /\ z \in mmuLockReaders \/ mmuLockWriters = {}
  /\ r # NoRoot
  /\ p \in ahead[z]
  /\ p \in maps[r]
  /\ mmuLockReaders' = mmuLockReaders \cup {z}
  /\ maps'           = [maps EXCEPT ![r] = @ \ {p}]
  /\ ahead'          = [ahead EXCEPT ![z] = @ \ {p}]
  /\ zapperPc'       = [zapperPc EXCEPT ![z] = "zap"]
  /\ UNCHANGED <<allocated, listed, invalid, reload, resident, notifying,
                 stale, mmuLockWriters, slotsLockHolders, vcpuVars, gifts,
                 zapperTodo, zapping, notifierVars>>

\* zap_gfn_range().  Source: tdp_mmu_roots.tdp, line 152.
ZapEmpty(z, p) ==
  /\ zapperPc[z] = "zap"
  /\ z \in mmuLockReaders \/ mmuLockWriters = {}
  /\ zapping[z] # NoRoot
  /\ p \in ahead[z]
  /\ p \notin maps[zapping[z]]
  /\ mmuLockReaders' = mmuLockReaders \cup {z}
  /\ ahead'          = [ahead EXCEPT ![z] = @ \ {p}]
  /\ zapperPc'       = [zapperPc EXCEPT ![z] = "zap"]
  /\ UNCHANGED <<sharedVars, mmuLockWriters, slotsLockHolders, vcpuVars, gifts,
                 zapperTodo, zapping, notifierVars>>

\* zap_gfn_range().  Source: tdp_mmu_roots.tdp, line 152.
ZapPause(z) ==
  /\ zapperPc[z] = "zap"
  /\ z \in mmuLockReaders \/ mmuLockWriters = {}
  /\ zapping[z] # NoRoot
  /\ mmuLockReaders' = mmuLockReaders \ {z}
  /\ zapperPc'       = [zapperPc EXCEPT ![z] = "zap"]
  /\ UNCHANGED <<sharedVars, mmuLockWriters, slotsLockHolders, vcpuVars, gifts,
                 zapperTodo, zapping, ahead, notifierVars>>

\* zap_gfn_range().  Source: tdp_mmu_roots.tdp, line 152.
ZapEnd(z) ==
  /\ zapperPc[z] = "zap"
  /\ z \in mmuLockReaders \/ mmuLockWriters = {}
  /\ zapping[z] # NoRoot
  /\ ahead[z] \cap maps[zapping[z]] = {}
  /\ mmuLockReaders' = mmuLockReaders \cup {z}
  /\ zapperPc'       = [zapperPc EXCEPT ![z] = "put"]
  /\ UNCHANGED <<sharedVars, mmuLockWriters, slotsLockHolders, vcpuVars, gifts,
                 zapperTodo, zapping, ahead, notifierVars>>

\* kvm_tdp_mmu_put_root().  Source: tdp_mmu_roots.tdp, line 169.
Put(z) ==
  LET r == zapping[z] IN
  /\ zapperPc[z] = "put"
  /\ zapping' = [zapping EXCEPT ![z] = NoRoot]
  /\ IF r # NoRoot
       THEN /\ ahead' = [ahead EXCEPT ![z] = {}]
            /\ gifts' = [gifts EXCEPT ![z] = @ \ {r}]
            /\ IF /\ \A v \in Vcpus : root[v] # r
                  /\ \A z2 \in Zappers \ {z} : r \notin gifts[z2]
                  /\ \A p \in Pages : pin[p] # r
                 THEN /\ listed'    = listed \ {r}
                      /\ maps'      = [maps EXCEPT ![r] = {}]
                      /\ invalid'   = invalid \ {r}
                      /\ allocated' = allocated \ {r}
                 ELSE UNCHANGED <<allocated, listed, invalid, maps>>
       ELSE UNCHANGED <<allocated, listed, invalid, maps, gifts, ahead>>
  /\ zapperPc' = [zapperPc EXCEPT ![z] = "next"]
  /\ UNCHANGED <<reload, resident, notifying, stale, lockVars, vcpuVars,
                 zapperTodo, notifierVars>>

\* kvm_mmu_zap_all_fast().  Source: tdp_mmu_roots.tdp, line 180.
Finish(z) ==
  /\ zapperPc[z] = "finish"
  /\ slotsLockHolders' = slotsLockHolders \ {z}
  /\ zapperPc'         = [zapperPc EXCEPT ![z] = "begin"]
  /\ UNCHANGED <<sharedVars, mmuLockReaders, mmuLockWriters, vcpuVars, gifts,
                 zapperTodo, zapping, ahead, notifierVars>>

-------------------------------------------------------------------------------

\* Process notifier(p): the primary MMU takes the page away, once and for good.

\* kvm_mmu_notifier_invalidate_range_start().
\* Source: tdp_mmu_roots.tdp, line 192.
Start(p) ==
  /\ notifierPc[p] = "start"
  /\ mmuLockReaders = {}
  /\ mmuLockWriters = {}
  /\ mmuLockWriters' = mmuLockWriters \cup {p}
  /\ notifying'      = notifying \cup {p}
  /\ notifierTodo'   = [notifierTodo EXCEPT ![p] = listed]
  /\ notifierPc'     = [notifierPc EXCEPT ![p] = "walk"]
  /\ UNCHANGED <<allocated, listed, invalid, maps, reload, resident, stale,
                 mmuLockReaders, slotsLockHolders, vcpuVars, zapperVars, pin>>

\* tdp_mmu_next_root().  Source: tdp_mmu_roots.tdp, line 196.
WalkVisit(p, r) ==
  LET r2 == pin[p] IN
  /\ notifierPc[p] = "walk"
  /\ r \in notifierTodo[p]
  /\ r \in listed
  /\ RangeStartVisits = "all" \/ r \notin invalid
  /\ notifierTodo' = [notifierTodo EXCEPT ![p] = @ \ {r}]
  /\ pin'          = [pin EXCEPT ![p] = r]
  /\ IF /\ r2 # NoRoot
        /\ \A v \in Vcpus : root[v] # r2
        /\ \A z \in Zappers : r2 \notin gifts[z]
        /\ r # r2
        /\ \A p2 \in Pages \ {p} : pin[p2] # r2
       THEN /\ listed'    = listed \ {r2}
            /\ maps'      = [maps EXCEPT ![r2] = {}]
            /\ invalid'   = invalid \ {r2}
            /\ allocated' = allocated \ {r2}
       ELSE UNCHANGED <<allocated, listed, invalid, maps>>
  /\ notifierPc' = [notifierPc EXCEPT ![p] = "unmap"]
  /\ UNCHANGED <<reload, resident, notifying, stale, lockVars, vcpuVars,
                 zapperVars>>

\* tdp_mmu_next_root().  Source: tdp_mmu_roots.tdp, line 196.
WalkElse(p) ==
  LET r == pin[p] IN
  /\ notifierPc[p] = "walk"
  /\ ~\E r2 \in notifierTodo[p] :
        r2 \in listed /\ (RangeStartVisits = "all" \/ r2 \notin invalid)
  /\ notifierTodo' = [notifierTodo EXCEPT ![p] = {}]
  /\ pin'          = [pin EXCEPT ![p] = NoRoot]
  /\ IF /\ r # NoRoot
        /\ \A v \in Vcpus : root[v] # r
        /\ \A z \in Zappers : r \notin gifts[z]
        /\ \A p2 \in Pages \ {p} : pin[p2] # r
       THEN /\ listed'    = listed \ {r}
            /\ maps'      = [maps EXCEPT ![r] = {}]
            /\ invalid'   = invalid \ {r}
            /\ allocated' = allocated \ {r}
       ELSE UNCHANGED <<allocated, listed, invalid, maps>>
  /\ mmuLockWriters' = mmuLockWriters \ {p}
  /\ notifierPc'     = [notifierPc EXCEPT ![p] = "evict"]
  /\ UNCHANGED <<reload, resident, notifying, stale, mmuLockReaders,
                 slotsLockHolders, vcpuVars, zapperVars>>

\* kvm_tdp_mmu_unmap_gfn_range().  Source: tdp_mmu_roots.tdp, line 216.
UnmapEntry(p) ==
  LET r == pin[p] IN
  /\ notifierPc[p] = "unmap"
  /\ p \in mmuLockWriters \/ (mmuLockReaders = {} /\ mmuLockWriters = {})
  /\ mmuLockWriters' = mmuLockWriters \cup {p}
  /\ maps'           = IF r # NoRoot
                         THEN [maps EXCEPT ![r] = @ \ {p}]
                         ELSE maps
  /\ notifierPc'     = [notifierPc EXCEPT ![p] = "walk"]
  /\ UNCHANGED <<allocated, listed, invalid, reload, resident, notifying,
                 stale, mmuLockReaders, slotsLockHolders, vcpuVars, zapperVars,
                 notifierTodo, pin>>

\* kvm_tdp_mmu_unmap_gfn_range().  Source: tdp_mmu_roots.tdp, line 216.
UnmapPause(p) ==
  /\ notifierPc[p] = "unmap"
  /\ p \in mmuLockWriters \/ (mmuLockReaders = {} /\ mmuLockWriters = {})
  /\ mmuLockWriters' = mmuLockWriters \ {p}
  /\ notifierPc'     = [notifierPc EXCEPT ![p] = "unmap"]
  /\ UNCHANGED <<sharedVars, mmuLockReaders, slotsLockHolders, vcpuVars,
                 zapperVars, notifierTodo, pin>>

\* try_to_unmap().  Source: tdp_mmu_roots.tdp, line 227.
Evict(p) ==
  /\ notifierPc[p] = "evict"
  /\ resident'   = resident \ {p}
  /\ notifierPc' = [notifierPc EXCEPT ![p] = "end"]
  /\ UNCHANGED <<allocated, listed, invalid, maps, reload, notifying, stale,
                 lockVars, vcpuVars, zapperVars, notifierTodo, pin>>

\* kvm_mmu_notifier_invalidate_range_end().
\* Source: tdp_mmu_roots.tdp, line 230.
End(p) ==
  /\ notifierPc[p] = "end"
  /\ mmuLockReaders = {}
  /\ mmuLockWriters = {}
  /\ stale'      = Vcpus
  /\ notifying'  = notifying \ {p}
  /\ notifierPc' = [notifierPc EXCEPT ![p] = "done"]
  /\ UNCHANGED <<allocated, listed, invalid, maps, reload, resident, lockVars,
                 vcpuVars, zapperVars, notifierTodo, pin>>

-------------------------------------------------------------------------------

Next ==
  \/ \E v \in Vcpus :
       \/ RunRequest(v)
       \/ RunNoRoot(v)
       \/ RunExit(v)
       \/ RunReset(v)
       \/ Unload(v)
       \/ \E r \in Roots : LoadLookUp(v, r) \/ LoadAllocate(v, r)
       \/ Sample(v)
       \/ \E p \in Pages : ResolveFound(v, p)
       \/ ResolveRetry(v)
       \/ Map(v)
  \/ \E z \in Zappers :
       \/ Begin(z)
       \/ Invalidate(z)
       \/ First(z)
       \/ \E r \in Roots : NextRoot(z, r)
       \/ NextElse(z)
       \/ \E p \in Pages : ZapEntry(z, p) \/ ZapEmpty(z, p)
       \/ ZapPause(z)
       \/ ZapEnd(z)
       \/ Put(z)
       \/ Finish(z)
  \/ \E p \in Pages :
       \/ Start(p)
       \/ \E r \in Roots : WalkVisit(p, r)
       \/ WalkElse(p)
       \/ UnmapEntry(p)
       \/ UnmapPause(p)
       \/ Evict(p)
       \/ End(p)

Spec == Init /\ [][Next]_vars

-------------------------------------------------------------------------------

\* Nobody puts a reference that he does not hold.
\* Source: tdp_mmu_roots.tdp, line 171.
ReferencesBalance ==
  \A z \in Zappers :
    zapperPc[z] = "put" /\ zapping[z] # NoRoot => zapping[z] \in gifts[z]

\* There must be no references to the page after the mmu_notifier returns.
\* Source: tdp_mmu_roots.tdp, line 241.
NothingSurvivesItsNotifier ==
  \A p \in Pages, r \in Roots :
    notifierPc[p] \in {"evict", "end", "done"} => p \notin maps[r]

\* Roots that are still in use are on the roots list.
\* Source: tdp_mmu_roots.tdp, line 245.
InUseIsListed == \A r \in Roots : Referenced(r) => r \in listed

\* The roots list contains all valid, in-use roots.
\* Source: tdp_mmu_roots.tdp, line 249.
ValidInUseIsListed ==
  \A r \in Roots : Referenced(r) /\ r \notin invalid => r \in listed

\* Every root on the list is valid.  Source: tdp_mmu_roots.tdp, line 253.
ListedIsValid == \A r \in listed : r \notin invalid

THEOREM Spec => []TypeOK

\* Design keep_and_skip.
THEOREM
  OnInvalidate = "keep" /\ RangeStartVisits = "valid"
    => (Spec => [](InUseIsListed /\ ValidInUseIsListed /\ ReferencesBalance))

\* Design remove_from_list.
THEOREM
  OnInvalidate = "unlink" /\ RangeStartVisits = "valid"
    => (Spec => [](ValidInUseIsListed /\ ListedIsValid /\ ReferencesBalance))

\* Design keep_on_list.
THEOREM
  OnInvalidate = "keep" /\ RangeStartVisits = "all"
    => (Spec => [](/\ NothingSurvivesItsNotifier
                   /\ InUseIsListed
                   /\ ValidInUseIsListed
                   /\ ReferencesBalance))
===============================================================================
