"""Broken files: each gives its mistake once, with line and column, the bound and, where there is one, the right guess."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from sim.domain.errors import InputError
from sim.scenario.load import load
from tests.unit.scenario.lunch import LUNCH, edited, said, written


class Broken(NamedTuple):
    """What is written instead of what, where the mistake is told, and words of the telling."""

    old: str
    new: str
    line: int
    says: str
    guess: str = ""


TWENTY_TWO = [
    ("limit: 25", "limit: 22:00", 21, "limit must be a whole number from 0 to 10000000 or null"),
    ("max_hold_s: 120", "max_hold_s: 22:00", 21, "max_hold_s must be a number above 0 and at most 10000000 (s)"),
    ("count: 12", "count: 22:00", 14, "count must be a whole number from 1 to 100000"),
    ("length_s: 1800", "length_s: 22:00", 14, "length_s must be a number above 0 and at most 86400 (s)"),
    ("mean: 4,", "mean: 22:00,", 14, "mean must be a number above 0 and at most 10000000 (s)"),
    ("ring_timeout_s: 30", "ring_timeout_s: 22:00", 20, "ring_timeout_s must be a number above 0"),
    ("awt_s: 20", "awt_s: 22:00", 39, "awt_s must be a number above 0 and at most 86400 (s)"),
    ("goal: 0.8", "goal: 22:00", 39, "goal must be a number from 0 to 1"),
    ("per_hour: 3", "per_hour: 22:00", 30, "per_hour must be a number from 0 to 1000000000 (/h)"),
    ('"10:00": 90', '"10:00": 22:00', 29, "10:00 must be a number from 0 to 1000000000 (/h)"),
    ("cv: 1.3", "cv: 22:00", 29, "cv must be a number above 0 and at most 20"),
    ("connect: 0.1", "connect: 22:00", 32, "connect must be a number from 0 to 1"),
    ("count: 400", "count: 22:00", 26, "count must be a whole number from 1"),
    ("{ann: 20,", "{ann: 22:00,", 26, "ann must be a whole number from 0"),
    ("minimum: 10", "minimum: 22:00", 8, "minimum must be a whole number from 0 to 10000000"),
    ("cycle_start: 2026-03-01", "cycle_start: 22:00", 8, "cycle_start must be a date YYYY-MM-DD"),
    ("schema: 1", "schema: 22:00", 3, "schema must be 1, but is 22:00"),
    ("time_zone: America/Chicago", "time_zone: 22:00", 7, "time_zone must be an IANA time zone"),
    ("start: 2026-03-02T08:00", "start: 22:00", 9, "start must be a date-time YYYY-MM-DDTHH:MM[:SS]"),
    ("{mon-fri: 08:00-18:00}", "22:00", 10, "opening_hours must be a window HH:MM-HH:MM"),
    ("mon-fri", "22:00", 10, "the key must be a weekday (mon) or a range of them (mon-fri)"),
    ("shift: 08:00-18:00", "shift: 22:00", 14, "shift must be a window HH:MM-HH:MM"),
    ("role: admin", "role: 22:00", 12, "role must be one of agent, admin"),
    ("voicemail: true}", "voicemail: 22:00}", 12, "voicemail must be true or false"),
    ("stagger: true", "stagger: 22:00", 14, "stagger must be true or false"),
    ("strategy: longest_idle", "strategy: 22:00", 17, "strategy must be one of simultaneous, round_robin"),
    ("members: [sales]", "members: 22:00", 19, "members must be a list of texts, each an agent of this file"),
    ("members: [sales]", "members: [22:00]", 19, "item 1 of members must be an agent of this file"),
    ("overflow: {voicemail: line}", "overflow: 22:00", 22, "overflow must be hang_up or a mapping with voicemail"),
    ("personal: ann", "personal: 22:00", 25, "personal must be an agent of this file"),
    ("{line: main, per_hour: {", "{line: 22:00, per_hour: {", 29, "line must be a line of this file"),
    ("pause: 4", "pause: 22:00", 37, "pause must be an agent of this file or a whole number"),
    ("of: sales", "of: 22:00", 37, "of must be a ring group of this file"),
    ("between: 12:00-13:00", "between: 22:00", 5, "between must be a window HH:MM-HH:MM"),
    ("without: [lunch]", "without: 22:00", 5, "without must be a list of texts, each the id of a timeline entry"),
    ("account:", "22:00: 1\naccount:", 6, "the key must be one of name, horizon, agents"),
]

SPELLING = [
    ("opening_hours:", "opning_hours:", 10, "the key must be one of name, horizon", "opening_hours"),
    ("agents:", "agent:", 11, "the key must be one of name, horizon", "agents"),
    ("lines:", "lins:", 23, "the key must be one of name, horizon", "lines"),
    ("timeline:", "timelin:", 36, "the key must be one of name, horizon", "timeline"),
    ("strategy:", "stratgy:", 17, "the key must be one of layers, strategy", "strategy"),
    ("ring_timeout_s", "ring_timeout", 20, "the key must be one of members, strategy", "ring_timeout_s"),
    ("{line: main, per_hour: {", "{lin: main, per_hour: {", 29, "the key must be one of line, per_hour", "line"),
    ("{route: {", "{rout: {", 24, "the key must be one of route, personal", "route"),
    ("mean: 190", "maen: 190", 29, "the key must be one of mean, cv, median", "mean"),
    ("pause: 4", "pauze: 4", 37, "the key must be one of at, until, id, pause", "pause"),
    ("overflow: {voicemail", "overflow: {voicemial", 22, "the key must be one of voicemail", "voicemail"),
    ("longest_idle", "longest-idle", 17, "strategy must be one of simultaneous", "longest_idle"),
    ("role: admin", "role: Admin", 12, "role must be one of agent, admin", "admin"),
    ("{exponential: {mean: 90}}", "{exponental: {mean: 90}}", 29, "patience_s must be a number", "exponential"),
    ("America/Chicago", "America/Chigaco", 7, "time_zone must be an IANA time zone", "America/Chicago"),
    ("mon-fri", "monday-friday", 10, "the key must be a weekday", "mon-fri"),
    ("{ring_group: sales}, v", "{ring_group: Sales}, v", 24, "ring_group must be a ring group of this file", "sales"),
    ("personal: ann", "personal: anne", 25, "personal must be an agent of this file", "ann"),
    ("{line: main, per_hour: {", "{line: mian, per_hour: {", 29, "line must be a line of this file", "main"),
    ("without: [lunch]", "without: [lunhc]", 5, "item 1 of without must be the id of a timeline entry", "lunch"),
    ("suspend: sales-3", "suspend: sales-33", 38, "suspend must be an agent of this file", "sales-3"),
    ("members: [ann]", "members: [sales-13]", 20, "item 1 of members must be an agent of this file", "sales-3"),
    ("overflow: {voicemail: line}", "overflow: hangup", 22, "overflow must be hang_up", "hang_up"),
    ("overflow: {voicemail: line}", "overflow: sales", 22, "overflow must be hang_up", "{ring_group: sales}"),
]

VALUES = [
    ("max_hold_s: 120", 'max_hold_s: "120"', 21, "max_hold_s must be a number above 0", "120"),
    ("max_hold_s: 120", "max_hold_s: 120s", 21, "max_hold_s must be a number above 0", "120"),
    ("max_hold_s: 120", "max_hold_s: 2 min", 21, "max_hold_s must be a number above 0", "120"),
    ("max_hold_s: 120", "max_hold_s: 1.5h", 21, "max_hold_s must be a number above 0", "5400"),
    ("limit: 25", "limit: 25 calls", 21, "limit must be a whole number", ""),
    ("goal: 0.8", "goal: 80%", 39, "goal must be a number from 0 to 1", "0.8"),
    ("goal: 0.8", "goal: 80", 39, "goal must be a number from 0 to 1", "0.8"),
    ("goal: 0.8", "goal: .nan", 39, "goal must be a number from 0 to 1, but is .nan"),
    ("awt_s: 20", "awt_s: .inf", 39, "at most 86400 (s), but is .inf"),
    ("awt_s: 20", "awt_s: -.inf", 39, "awt_s must be a number above 0"),
    ("awt_s: 20", "awt_s: 1e400", 39, "at most 86400 (s), but is 1e400"),
    ("awt_s: 20", "awt_s: true", 39, "awt_s must be a number above 0 and at most 86400 (s), but is true"),
    ("awt_s: 20", "awt_s: ~", 39, "awt_s must be a number above 0 and at most 86400 (s), but is ~"),
    ("awt_s: 20", "awt_s: [20]", 39, "but is a list"),
    ("awt_s: 20", "awt_s: {s: 20}", 39, "but is a mapping of s"),
    ("limit: 25", "limit: -1", 21, "limit must be a whole number from 0"),
    ("limit: 25", "limit: 25.5", 21, "limit must be a whole number from 0"),
    ("limit: 25", "limit: 1_000", 21, "limit must be a whole number from 0"),
    ("limit: 25", f"limit: {'9' * 5000}", 21, "limit must be a whole number from 0"),
    ("max_hold_s: 120", "max_hold_s: 0", 21, "max_hold_s must be a number above 0"),
    ("voicemail: true}", "voicemail: yes}", 12, "voicemail must be true or false", "true"),
    ("voicemail: true}", "voicemail: 1}", 12, "voicemail must be true or false, but is 1"),
    ("name: Lunch at Northwind", "name: 3", 4, "name must be text, but is 3"),
    ("name: Lunch at Northwind", 'name: ""', 4, "name must be text, but is ''"),
    ("schema: 1", "schema: 2", 3, "schema must be 1, but is 2"),
    ("schema: 1\n", "", 3, "schema must be 1, but is missing"),
    ("  bob:  ", "  line:  ", 13, "an agent must be called something else than line"),
    ("  bob:  ", "  bo b:  ", 13, "the key must be 1 to 64 letters, digits, _ or -", "bo-b"),
    ("  bob:  ", "  sales-1:  ", 14, "agent sales-1 must be declared once"),
    ("{ann: 20, sales: 180}", "{ann: 20, sales: 1800}", 26, "owned_by must be at most count (400) customers"),
    ("{ann: 20, sales: 180}", "{ann: 20, sales: -1}", 26, "sales must be a whole number from 0"),
]

BETWEEN_KEYS = [
    ("{mean: 190, cv: 1.3}", "{mean: 190, sigma: 1.3}", 29, "lognormal must be mean with cv, or median with sigma"),
    ("{mean: 190, cv: 1.3}", "{mean: 190}", 29, "lognormal must be mean with cv, or median with sigma, but is mean"),
    ("{exponential: {mean: 90}}", "{uniform: {low: 9, high: 3}}", 29, "high must be at least low (9), but is 3"),
    ("{exponential: {mean: 90}}", "{exponential: {mean: 1}, gamma: {mean: 1, cv: 1}}", 29, "one of exponential"),
    ("{exponential: {mean: 90}}", "{exponential: 90}", 29, "exponential must be a mapping with keys of mean, shift"),
    ("{personal: ann}", "{personal: ann, route: {ring_group: sales}}", 25, "a line must be exactly one of"),
    ("{personal: ann}", "{}", 25, "a line must be exactly one of route, personal, but is missing"),
    ("overflow: {voicemail: line}", "overflow: {voicemail: line, hang_up: true}", 22, "a target must be exactly one"),
    ("members: [ann]", "members: [ann, ann]", 20, "ann must be named once"),
    ("members: [sales]", "members: [sales, sales-2]", 19, "sales-2 must be named once"),
    ("{line: ann-direct", "{line: main", 30, "the source calls/main must be alone of its name"),
    ("suspend: sales-3", "suspend: sales-3, pause: ann", 38, "an entry must be exactly one of pause, resume"),
    ("suspend: sales-3", "id: nothing", 38, "an entry must be exactly one of pause, resume"),
    ("pause: 4, of: sales", "pause: 4", 37, "pause must be agents, or a number together with `of: RING_GROUP`"),
    ("pause: 4, of: sales", "pause: 0, of: sales", 37, "pause must be a number of agents from 1"),
    ("pause: 4, of: sales", "pause: ann, of: sales", 37, "of must be given only when pause is a number"),
    ("suspend: sales-3", "reassign: sales-3", 38, "to must be the new person's name, but is missing"),
    ("suspend: sales-3", "delete: sales-3, until: 16:00", 38, "until must be given only with pause or suspend"),
    ("suspend: sales-3", "add: {ann: {}}", 38, "agent ann must be declared once"),
    ("- {at: 15:00", "- {id: lunch, at: 15:00", 38, "id must be given to one entry only"),
    ("outbound:\n    - {agents: [sales]", "outbound:\n    - {agents: []", 32, "agents must be at least one agent"),
]

TIMES = [
    ("at: 12:00, until", "at: 8:00, until", 37, "at must be a time of day HH:MM[:SS]", "08:00"),
    ("at: 12:00, until", "at: 2200, until", 37, "at must be a time of day HH:MM[:SS]"),
    ("until: 13:00", "until: 11:00", 37, "until must be after at (12:00), but is 11:00"),
    ("until: 13:00", "until: 24:00", 37, "until must be a time of day HH:MM[:SS]"),
    ("end: 2026-03-02T18:00", "end: 2026-03-01T18:00", 9, "end must be after the start"),
    ("end: 2026-03-02T18:00", "end: 2026-02-30T18:00", 9, "end must be a date-time"),
    ("end: 2026-03-02T18:00", "end: 2046-03-02T18:00", 9, "end must be at most 3660 days after the start"),
    ("end: 2026-03-02T18:00", "end: 2026-03-04T18:00", 37, "but is 12:00", "2026-03-02T12:00"),
    ("start: 2026-03-02T08:00", "start: 2026-03-02 8:00", 9, "start must be a date-time", "2026-03-02T08:00"),
    ("start: 2026-03-02T08:00", "start: 2026-03-02", 9, "start must be a date-time", "2026-03-02T00:00"),
    ("T18:00}", "T18:00, warm_up_s: 36000}", 9, "warm_up_s must be shorter than the horizon (36000 s)"),
    ("T18:00}", "T18:00, short_s: 36001}", 9, "short_s must be shorter than the horizon (36000 s)"),
    ("T18:00}", "T18:00, short_s: 60, warm_up_s: 60}", 9, "warm_up_s must be shorter than short_s (60 s)"),
    ('"10:00": 90', '"07:00": 90', 29, "the time must be later than 08:00"),
    ('"10:00": 90', '"9:00": 90', 29, "the key must be a time of day HH:MM[:SS]", "09:00"),
    ("{mon-fri: 08:00-18:00}", "{mon-fri: 8:00 - 18:00}", 10, "mon-fri must be a window", "08:00-18:00"),
    ("{mon-fri: 08:00-18:00}", "{mon-fri: [08:00-12:00, 11:00-18:00]}", 10, "the window must be after the one before"),
    ("{mon-fri: 08:00-18:00}", "{mon-fri: 08:00-18:00, wed: 09:00-10:00}", 10, "wed must be given once"),
]

MANY = f"few: &few [{'x, ' * 5_000}]\nmany: [{'*few, ' * 98}]\nmore: [{'x, ' * 5_000}]\n"
"""Half a million nodes in three lines."""

TEXT = [
    ("targets:", "name: again\ntargets:", 39, "key name must be given once"),
    ("{role: admin,", "{role: admin, role: agent,", 12, "key role must be given once"),
    ("limit: 25", "limit: !!int 25", 21, "a tag must be left out, but is !!int"),
    ("name: Lunch", "name: !!python/object/apply:os.system Lunch", 4, "a tag must be left out"),
    ("{status: suspended}", "{<<: {status: suspended}}", 13, "the key must be one of count, role"),
    ("targets:", "? [a, b]\n: 1\ntargets:", 39, "a key must be text, but is a list"),
    ("targets:", f"deep: {'[' * 3000}{']' * 3000}\ntargets:", 39, "nesting must be at most 64 deep"),
    ("targets:", "loop: &l [*l]\ntargets:", 39, "an alias must be outside what it stands for, but is *l, a cycle"),
    ("targets:", "loop: *nope\ntargets:", 39, "an alias must be an anchor written before it"),
    ("targets:", f"a: &a 1\nb: [{', '.join(['*a'] * 200)}]\ntargets:", 40, "at most 100 aliases"),
    ("targets:", MANY + "targets:", 41, "at most 500000 nodes"),
    ("  ann:  ", "\tann:  ", 12, "the text must be YAML 1.2, but is unreadable here", "spaces"),
    ("{mon-fri: 08:00-18:00}", "{mon-fri: 08:00-18:00", 11, "the text must be YAML 1.2, but is unreadable here"),
    ("Northwind", "North\0wind", 4, "the text must be printable, but is U+0000"),
    ("horizon:", "...\n---\nhorizon:", 10, "the file must be one document, but is several"),
]


@pytest.mark.parametrize(
    "broken",
    [Broken(*row) for row in TWENTY_TWO + SPELLING + VALUES + BETWEEN_KEYS + TIMES + TEXT],
    ids=lambda broken: f"{broken.new[:40]} for {broken.old[:20]}",
)
def test_a_mistake_is_told_once_with_its_line_its_bound_and_a_guess(broken: Broken, tmp_path: Path) -> None:
    lines = said(written(tmp_path, edited((broken.old, broken.new))))
    alike = [line for line in lines if broken.says in line]
    assert len(alike) == 1, lines
    assert re.match(rf"day\.yaml:{broken.line}:\d+: ", alike[0])
    guesses = re.findall(r"\(did you mean (.*)\?\)$", alike[0])
    assert guesses == ([broken.guess] if broken.guess else [])
    assert lines == alike or broken.says == "but is 12:00", "only a longer horizon spoils the other clock time too"


BOMB = "\n".join(
    ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    + [f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]" for a, b in zip("abcde", "bcdef", strict=True)]
)

WHOLE: list[tuple[str, str | bytes, int, str]] = [
    ("empty", "", 1, "the file must be a mapping of keys, but is empty"),
    ("only a comment", "# Why?\n", 1, "the file must be a mapping of keys, but is empty"),
    ("null", "~", 1, "the file must be a mapping of keys, but is ~"),
    ("a list", "- schema: 1\n", 1, "the file must be a mapping of keys, but is a list"),
    ("a word", "hello", 1, "the file must be a mapping of keys, but is hello"),
    ("two documents", LUNCH + "---\nname: b\n", 40, "the file must be one document"),
    ("YAML 1.1", "%YAML 1.1\n---\n" + LUNCH, 2, "the YAML version must be 1.2, but is 1.1"),
    ("UTF-16", LUNCH.encode("utf-16"), 1, "the encoding must be UTF-8, but is UTF-16 or UTF-32"),
    ("UTF-16 without a mark", LUNCH.encode("utf-16-le"), 1, "the encoding must be UTF-8"),
    ("UTF-32", LUNCH.encode("utf-32"), 1, "the encoding must be UTF-8"),
    ("Latin-1", LUNCH.replace("Northwind", "Zürich").encode("latin-1"), 4, "must be UTF-8, but is byte 0xfc"),
    ("9 MiB", LUNCH + "#" * (9 << 20), 1, "the file must be at most 8388608 bytes, but is longer"),
    ("a bomb", BOMB, 6, "at most 500000 nodes, aliases written out"),
    ("mappings 3,000 deep", "a: " + "{a: " * 3000 + "1" + "}" * 3000, 1, "nesting must be at most 64 deep"),
    ("blocks 1,000 deep", "\n".join(" " * i + "a:" for i in range(1000)), 64, "nesting must be at most 64 deep"),
    ("dashes 3,000 deep", "- " * 3000 + "a", 1, "nesting must be at most 64 deep"),
]


@pytest.mark.parametrize(("name", "text", "line", "says"), WHOLE, ids=[name for name, *_ in WHOLE])
def test_a_file_that_is_no_scenario_says_so(name: str, text: str | bytes, line: int, says: str, tmp_path: Path) -> None:
    lines = said(written(tmp_path, text))
    assert len(lines) == 1
    assert re.match(rf"day\.yaml:{line}:\d+: ", lines[0])
    assert says in lines[0]


def test_there_are_far_more_than_sixty_broken_files() -> None:
    assert len(TWENTY_TWO + SPELLING + VALUES + BETWEEN_KEYS + TIMES + TEXT + WHOLE) > 120


def test_the_file_that_is_broken_here_is_whole(tmp_path: Path) -> None:
    assert load(written(tmp_path, LUNCH)).scenario.name == "Lunch at Northwind"


@pytest.mark.parametrize("written_so", ["0x19", "0o31", "+25", "&a 25"])
def test_numbers_of_yaml_1_2_are_read_as_such(written_so: str, tmp_path: Path) -> None:
    queue = load(written(tmp_path, edited(("limit: 25", f"limit: {written_so}")))).scenario.ring_groups["sales"].queue
    assert queue is not None and queue.limit == 25


def test_a_file_that_cannot_be_read_names_one_nearby(tmp_path: Path) -> None:
    written(tmp_path, LUNCH, "lunch.yaml")
    (line,) = said(tmp_path / "lunhc.yaml")
    assert line == (
        "lunhc.yaml: the scenario must be a readable file, but is lunhc.yaml: No such file or directory "
        "(did you mean lunch.yaml?)"
    )


def test_a_bare_name_is_a_shipped_scenario() -> None:
    with pytest.raises(InputError, match=r"one of .*quickstart.*, but is quickstrat \(did you mean quickstart\?\)"):
        load("quickstrat")
