"""Every state of the smallest scenes; what must not be is found by the shortest way; equal forms go on alike."""

import pytest

from sim.domain.records import RecordKind
from sim.routing import ringing

from .scenes import SCENES, SMALL, Scene
from .walk import BrokenError, State, Walk


@pytest.mark.parametrize("name", SMALL)
def test_every_invariant_holds_in_every_state(name: str) -> None:
    found = Walk(SMALL[name]).run()
    assert found.states > 50
    assert found.transitions > 5 * found.states
    assert {RecordKind.ARRIVAL, RecordKind.RING, RecordKind.ANSWER, RecordKind.OUTCOME} <= set(found.records)


def test_what_must_not_be_is_told_with_the_shortest_way_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ringing, "cancel_leg", lambda world, agent: None)
    with pytest.raises(BrokenError) as broken:
        Walk(SMALL["two agents, one caller"]).run()
    complaint, *way = str(broken.value).splitlines()
    assert complaint == "A0 rings but is not active"
    assert way == ["  +0 s  arrival 0", "  +0 s  admin_begin 0"]


@pytest.mark.parametrize(
    "name", ["two agents, one caller", "one agent, two callers", "an owner and a dialler", "texts"]
)
def test_worlds_of_one_form_go_on_alike(name: str) -> None:
    """For the first states that are met again on another way: all that may follow has the same forms."""
    walk = _Looking(SCENES[name])
    with pytest.raises(_EnoughError):
        walk.run()
    assert walk.compared == _Looking.ENOUGH


class _EnoughError(Exception):
    pass


class _Looking(Walk):
    """Compares what follows a state with what follows another of the same form."""

    ENOUGH = 100

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.first: dict[bytes, State] = {}
        self.compared = 0
        self.looking = False

    def _key(self, state: State) -> bytes:
        key = super()._key(state)
        if self.looking:
            return key
        known = self.first.setdefault(key, state)
        if known is not state and known.world.now != state.world.now:
            self._compare(known, state)
        return key

    def _compare(self, one: State, other: State) -> None:
        self.looking, script, taken = True, self.choices.script, self.choices.taken
        after = [[(told, self._key(state)) for told, state in self.successors(it)] for it in (one, other)]
        self.looking, self.choices.script, self.choices.taken = False, script, taken
        forms = [sorted(key for _, key in follow) for follow in after]
        assert forms[0] == forms[1], f"{one} and {other} look alike and are not"
        self.compared += 1
        if self.compared == self.ENOUGH:
            raise _EnoughError
