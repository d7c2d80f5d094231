"""What must hold after every instant. O(everything): tests and `--check` call it, runs do not. Reads, never mends."""

from sim.domain.agents import Activity, Phone, Status
from sim.domain.plan import Dispatch
from sim.routing import inbound, pauses, ringing
from sim.routing.eligibility import candidates
from sim.routing.ringing import BACKUP
from sim.routing.state import AgentState, CallState, Phase, World


def check(world: World) -> None:
    """Raise AssertionError, naming what is broken, unless every invariant holds between two instants."""
    for agent in world.agents:
        _check_agent(world, agent)
    for call in world.calls.values():
        _check_call(world, call)
    assert world.waiting == sorted(set(world.waiting)), "waiting calls are out of order"
    waiting = {key for key, call in world.calls.items() if call.phase is Phase.WAITING and call.line is not None}
    assert waiting == {key for _, _, key in world.waiting}, "the list of waiting calls differs from the calls that wait"
    _check_groups(world)
    _check_texts(world)
    _check_indexes(world)


def _check_agent(world: World, agent: AgentState) -> None:
    name = agent.plan.id
    assert (agent.key in world.routable) == agent.routable, f"{name} is in the wrong set of routable agents"
    assert agent.logged_in or agent.phone is Phone.OFFLINE, f"{name} is logged out but the phone is on"
    assert agent.status is Status.ACTIVE or agent.phone is not Phone.AVAILABLE, f"{name} is not active but available"
    if agent.activity is Activity.RINGING:
        rings = agent.unaware is not None or agent.key in world.calls[agent.contact].legs
        assert rings, f"{name} rings for a call that has no such leg"
        may_ring = agent.status is Status.ACTIVE or (agent.status is Status.PAUSED and ringing.rings_on(world, agent))
        assert may_ring, f"{name} rings but is not active"
    if agent.activity is Activity.ON_CALL:
        assert world.calls[agent.contact].agent == agent.key, f"{name} is on a call that is somebody else's"
    if agent.key in world.pausing:
        assert agent.status is Status.ACTIVE and agent.logged_in, f"{name} may not pause but waits to"
        assert not pauses.may_begin(agent), f"{name} waits to pause but may"
    if agent.activity in (Activity.IDLE, Activity.WRAP_UP):
        held = [call for call in world.calls.values() if call.phase is Phase.TALKING and call.agent == agent.key]
        assert not held, f"{name} has a call but is {agent.activity.name.lower()}"
    if agent.status in (Status.SUSPENDED, Status.DELETED):
        assert agent.activity in (Activity.IDLE, Activity.ON_CALL), f"{name} may not work but does"
        assert not agent.logged_in or agent.activity is Activity.ON_CALL, f"{name} may not be logged in"


def _check_call(world: World, call: CallState) -> None:
    key = call.facts.key
    assert len(set(call.legs)) == len(call.legs), f"contact {key} rings a phone twice"
    assert not call.legs or call.phase is Phase.WAITING, f"contact {key} is taken but still rings"
    for member in call.legs:
        if member == BACKUP:
            continue
        agent = world.agents[member]
        assert (agent.activity, agent.contact) == (Activity.RINGING, key), f"{agent.plan.id} does not ring for {key}"

    looks_by_itself = world.plan.router.dispatch is not Dispatch.EVENT
    if (
        call.group >= 0
        and call.phase is Phase.WAITING
        and not call.legs
        and inbound.has_turn(world, call)
        and not looks_by_itself
    ):
        free = [agent for layer in world.groups[call.group].layers for _, agent in candidates(world, call, layer)]
        assert not free, f"contact {key} waits although {world.agents[free[0]].plan.id} may be rung"
    if call.group < 0 and call.phase is Phase.WAITING and call.line is not None:
        assert call.legs, f"contact {key} waits at a personal line that does not ring"


def _check_texts(world: World) -> None:
    sms = world.plan.sms
    assert world.texts == sorted(set(world.texts)), "waiting texts are out of order"
    assert sms.conversation or not any(agent.talks for agent in world.agents), "an inbox has conversations"
    for agent in world.agents:
        assert not sms.conversation or agent.conversations <= sms.slots, f"{agent.plan.id} has too many conversations"
        held = [key for key in agent.inbox if key in world.messages and agent.key not in world.messages[key].notified]
        assert not held, f"{agent.plan.id} has a text that is not theirs"


def _check_groups(world: World) -> None:
    for group in world.groups:
        for layer in group.layers:
            assert len(set(layer.members)) == len(layer.members), f"{group.plan.id} has a member twice in one layer"
            assert 0 <= layer.pointer <= max(0, len(layer.members) - 1), f"{group.plan.id} points outside its layer"
            for member in layer.members:
                assert world.agents[member].status is not Status.DELETED, f"{group.plan.id} has a deleted member"
            assert layer.member_set == set(layer.members), f"{group.plan.id} has lost track of its members"


def _check_indexes(world: World) -> None:
    """Whoever is deleted or not there is found by nobody (D4, D5)."""
    reachable = {*world.routable, *world.diallers, *(owner for owner in world.owners if owner >= 0)}
    for agent in map(world.agents.__getitem__, reachable):
        assert agent.status is not Status.DELETED, f"{agent.plan.id} is deleted but still in an index"
    assert world.diallers == {agent.key for agent in world.agents if agent.dials}, (
        "who has a call to place is not listed"
    )
