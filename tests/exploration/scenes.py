"""The small systems that are explored: a header of a story, who may call, and what may happen at any time."""

from dataclasses import dataclass

from sim.domain.plan import AdminPlan, Plan, Verb
from sim.domain.time import NEVER
from tests.stories.worlds import Setting, number

LATER = int(NEVER)
"""Of a pick-up or wrap-up: it happens whenever the explorer likes."""


@dataclass(frozen=True)
class Scene:
    """A world as a story's header, a step of the grid a second; everything else may happen at any instant."""

    world: str
    lines: tuple[int, ...] = (0, 0)
    """One caller each, to this line, who may call again when they are gone."""
    dials: tuple[int, ...] = ()
    """One call each that this agent has to place."""
    texts: tuple[int, ...] = ()
    admin: tuple[str, ...] = ()
    """`pause A0`, `add A2 to G0`, `pause 1 of G0`; a pause or suspension may also end by itself."""
    tries: tuple[str, ...] = ()
    shifts: tuple[int, ...] = ()
    """Agents whose shift may end and start."""
    breaks: tuple[int, ...] = ()
    hours: bool = False
    pick_up_us: tuple[int, ...] = (LATER,)
    wrap_up_us: tuple[int, ...] = (0,)
    patience_us: tuple[int, ...] = (LATER,)
    hang_up: bool = True
    reject: bool = False
    again: bool = True
    ties: int = 1
    """So many events from outside may fall on one instant."""

    def plan(self) -> Plan:
        """The world, with what the admin may do as its timeline."""
        setting = Setting()
        for line in self.world.strip().splitlines():
            setting.read(line)
        setting.timeline = [_entry(text) for text in self.admin]
        return setting.plan()


def _entry(text: str) -> AdminPlan:
    verb, _, rest = text.partition(" ")
    head, _, to = rest.partition(" to ")
    if " of " in head:
        count, group = head.split(" of ")
        return AdminPlan(0, LATER, Verb[verb.upper()], (), int(count), number(group))
    groups = tuple(map(number, to.split())) if verb == "add" else ()
    return AdminPlan(0, LATER, Verb[verb.upper()], tuple(map(number, head.split())), person=to, groups=groups)


def _group(strategy: str, more: str = "", agents: int = 2) -> str:
    return f"group {strategy}, ring 2, {agents} agents, queue, retry 1{more}"


ON_AND_OFF = ("pause A0", "resume A0")
GONE = ("suspend A0", "reactivate A0", "delete A1")

SMALL: dict[str, Scene] = {
    "two agents, one caller": Scene(_group("round_robin"), lines=(0,), admin=("pause A0", "resume A0", "delete A1"), ties=2),
    "one agent, two callers": Scene(_group("longest_idle", ", hold 2", 1), wrap_up_us=(0, LATER), pick_up_us=(0, LATER), admin=ON_AND_OFF, ties=2),
    "one of two, whoever that is": Scene(_group("random"), patience_us=(0, LATER)),
    "one caller from group to group": Scene(
        "group fixed_order, ring 1, A0, overflow G1\ngroup simultaneous, ring 2, A0 A1, overflow A0 box\nagent A0, voicemail",
        lines=(0,), admin=("pause A0", "resume A0", "suspend A0"), ties=2,
    ),
    "an owner and a dialler": Scene(
        "line L0, personal A0, ring 2, voicemail\nagent A0, voicemail", lines=(0,), dials=(0,), ties=2,
        admin=("pause A0", "resume A0", "suspend A0", "reactivate A0"),
    ),
}  # fmt: skip
"""Explored by the suite, too."""

SCENES: dict[str, Scene] = SMALL | {
    "simultaneous": Scene(_group("simultaneous"), admin=ON_AND_OFF),
    "round_robin": Scene(_group("round_robin"), admin=ON_AND_OFF, ties=2),
    "longest_idle": Scene(_group("longest_idle"), admin=ON_AND_OFF),
    "random": Scene(_group("random"), admin=ON_AND_OFF),
    "fixed_order": Scene(_group("fixed_order"), admin=ON_AND_OFF),
    "fewest_calls": Scene(_group("fewest_calls"), admin=ON_AND_OFF, again=False),
    "three of each": Scene("group round_robin, ring never, 3 agents, queue", lines=(0, 0, 0)),
    "three ring at once": Scene("group simultaneous, ring 1, 3 agents, queue, retry 0", lines=(0, 0, 0), again=False),
    "who is idle longest of three": Scene("group longest_idle, ring never, 3 agents, queue", lines=(0, 0, 0), hang_up=False),
    "some join a ring": Scene(_group("simultaneous", ", join ring"), pick_up_us=(0, LATER), admin=ON_AND_OFF),
    "no queue": Scene("group longest_idle, ring 2, 2 agents\nline L0, group G0, voicemail", admin=ON_AND_OFF, ties=2),
    "a queue with a limit": Scene(_group("fixed_order", ", limit 1, hold 3"), lines=(0, 0, 0)),
    "layers": Scene(
        "group round_robin, ring 1, A0 A1\nlayer simultaneous, ring 2, A1 A2", admin=ON_AND_OFF,
    ),
    "layers with a queue": Scene(
        "group fixed_order, ring 1, A0, queue\nlayer longest_idle, ring 2, A0 A1", lines=(0,), admin=("pause A1", "resume A1"), ties=2,
    ),
    "wrap-up": Scene(
        "group longest_idle, ring 2, 2 agents, queue, retry 0", wrap_up_us=(0, LATER), tries=("A0 set_away", "A0 set_available"),
    ),
    "picked up at once": Scene(_group("longest_idle"), pick_up_us=(0, LATER), patience_us=(0, LATER), ties=2),
    "paused by misses": Scene(
        "group fixed_order, ring 1, 2 agents, queue, retry 0, pause after 2 misses for 2", lines=(0,), admin=("resume A0",),
    ),
    "rejected": Scene(
        "group simultaneous, ring 2, 2 agents, queue, retry 1, a rejection ends the ring, pause after 2 rejections",
        lines=(0,), reject=True, admin=ON_AND_OFF, ties=2,
    ),
    "left when nobody is there": Scene(_group("fixed_order", ", unstaffed leave_when_empty"), admin=("pause A0 A1", "resume A0"), ties=2),
    "waits whoever is there": Scene(_group("round_robin", ", unstaffed wait, turn moves on answers"), admin=("pause A0 A1", "resume A0")),
    "rings through a pause": Scene(_group("longest_idle", ", rings through a pause, clock last_offered"), admin=ON_AND_OFF),
    "a group of higher priority": Scene(
        "group fixed_order, ring 1, A0, queue, retry 0\ngroup fixed_order, ring 1, A0, queue, retry 0, priority 1\n"
        "line L0, group G0\nline L1, group G1", lines=(0, 1, 0),
    ),
    "gone for a while or for good": Scene(_group("round_robin"), admin=GONE),
    "all of it to one of two": Scene(
        _group("longest_idle"), lines=(0,), wrap_up_us=(0, LATER),
        admin=("pause A0", "resume A0", "suspend A0", "reactivate A0", "delete A0", "reassign A0 to Nora"), ties=2,
    ),
    "a new colleague": Scene(
        _group("round_robin") + "\nagent A2, absent", admin=("add A2 to G0", "delete A0", "pause 1 of G0"),
    ),
    "from group to group": Scene(
        "group fixed_order, ring 1, A0, overflow G1\ngroup simultaneous, ring 2, A1 A2, overflow line box\n"
        "line L0, group G0, voicemail\nline L1, group G1", lines=(0, 1), admin=("pause A1", "resume A1"), ties=2,
    ),
    "round in circles": Scene(
        "group fixed_order, ring 1, A0, overflow G1\ngroup fixed_order, ring 1, A1, overflow G0", lines=(0, 0),
        admin=ON_AND_OFF,
    ),
    "one agent in two groups": Scene(
        "group longest_idle, ring 1, A0 A1, queue, retry 0\ngroup longest_idle, ring 2, A1 A2, queue, retry 0\n"
        "line L0, group G0\nline L1, group G1", lines=(0, 1),
    ),
    "personal lines": Scene(
        "group fixed_order, ring 2, A0 A1, queue\nagent A0, voicemail\nline L0, personal A0, ring 2\n"
        "line L1, personal A1, ring 1, voicemail\nline L2, group G0",
        lines=(0, 2), admin=("pause A0", "resume A0", "suspend A0", "reactivate A0"),
    ),
    "calls out": Scene(
        _group("longest_idle"), lines=(0,), dials=(0, 1), wrap_up_us=(0, LATER),
        admin=("pause A0", "resume A0", "suspend A0", "reactivate A0"),
    ),
    "texts": Scene(
        _group("fixed_order"), lines=(0,), texts=(0,), admin=("suspend A0", "reactivate A0", "delete A1"), shifts=(0,),
    ),
    "shifts and breaks": Scene(
        _group("round_robin") + "\nagent A0, break 5 for 2\nagent A1, break 5 for 1",
        wrap_up_us=(0, LATER), lines=(0,), shifts=(0,), breaks=(0, 1), admin=ON_AND_OFF,
    ),
    "after hours": Scene(
        _group("fixed_order") + "\nline L0, group G0, after hours line box, voicemail\nline L1, group G0, after hours G0",
        lines=(0, 1), hours=True,
    ),
}  # fmt: skip
