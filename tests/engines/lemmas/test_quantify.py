"""A lemma says of every state what its cube and all renamings of it say."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.engines.lemmas.orbits import Cube, Symmetry
from tdpspec.engines.lemmas.quantify import lemma
from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.explore import Search
from tdpspec.interpret.step import stepper
from tdpspec.solving.atoms import encode, state_atoms
from tdpspec.system.instance import Instance, State, instance
from tdpspec.system.model import System
from tests.engines.lemmas.test_orbits import renamings
from tests.strategies import systems

STATES = 150
MEMBERS = 3


def some_states(at: Instance) -> list[State]:
    search = Search(stepper(at), limit=STATES, tries=10_000)
    while search.level and not search.stopped:
        search.expand()
    return list(search.origin)


def is_met(at: Instance, cube: Cube, state: State) -> bool:
    """Whether some renaming of ``cube`` is true in ``state``: tried one by one."""
    symmetry, true = Symmetry(at), encode(at, state)
    return any(
        all((symmetry.rename(atom, renaming) in true) == sign for atom, sign in cube)
        for renaming in renamings(at)
    )


@given(systems(budget=300), st.integers(2, MEMBERS), st.data())
@settings(max_examples=150)
def test_a_lemma_is_false_just_where_a_renaming_of_its_cube_is_true(
    system: System, members: int, data: st.DataObject
) -> None:
    at = instance(system, {one.name: members for one in system.interchangeable})
    atoms = data.draw(
        st.lists(st.sampled_from(state_atoms(at)), min_size=1, max_size=4, unique=True)
    )
    cube = frozenset((atom, data.draw(st.booleans())) for atom in atoms)
    condition = lemma(Symmetry(at), cube, "lemma_1").condition
    holds = evaluator(at).function(condition)
    for state in some_states(at):
        assert holds(state) != is_met(at, cube, state), (cube, state)
