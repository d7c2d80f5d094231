"""The audit: every code fires where it should, at its place and time, and is silent where it should be."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from sim.scenario.audit import CODES, ERROR, NOTE, WARNING, Finding, audit
from sim.scenario.folder import starter
from sim.scenario.load import load
from tests.unit.scenario.lunch import LUNCH, written

CLEAN = """\
schema: 1
name: Clean
horizon: {start: 2026-03-02T08:00, end: 2026-03-02T18:00}
account: {licences: {minimum: 3}}
opening_hours: {mon-fri: 09:00-17:00}
agents:
  ann: {voicemail: true}
  bob: {}
  desk: {count: 2, shift: 08:00-18:00}
ring_groups:
  front: {layers: [{members: [desk]}, {members: [bob]}], overflow: {ring_group: back}}
  back: {layers: [{members: [bob]}], overflow: {voicemail: line}}
lines:
  main: {route: {ring_group: front}, voicemail: true, after_hours: {voicemail: ann}}
  direct: {personal: ann}
customers: {count: 10, owned_by: {ann: 5}}
workload:
  calls:
    - {line: main, per_hour: 5, handle_s: 60}
    - {line: direct, per_hour: {"09:00": 1, "17:00": 0}, handle_s: 60}
timeline:
  - {at: 12:00, until: 13:00, pause: 1, of: front}
"""
Change = tuple[str, str]


def then(entry: str) -> Change:
    """One more entry of the timeline, on line 23."""
    return "of: front}\n", f"of: front}}\n  - {entry}\n"


class Case(NamedTuple):
    """Changes of the clean scenario; what they make the audit say under a code, as (line, words) each."""

    code: str
    changes: tuple[Change, ...]
    says: tuple[tuple[int, str], ...] = ()


FIRES = [
    Case("L001", (then("{at: 14:00, delete: ann}"),), ((15, "has no target from 14:00 to 18:00: its owner ann"),)),
    Case("L001", (then("{delete: ann}"),), ((15, "has no target throughout"),)),
    Case(
        "L001",
        (("personal: ann", "personal: zoe"), then("{at: 10:00, add: {zoe: {voicemail: true}}}")),
        ((15, "has no target from 08:00 to 10:00: its owner zoe is deleted or not there yet"),),
    ),
    Case("L002", (("bob: {}", "bob: {status: suspended}"), ("desk: {", "desk: {status: paused, ")), ((14, "main can reach nobody: nobody of front, back"),)),
    Case("L002", (("bob: {}", "bob: {shift: 17:00-18:00}"), ("08:00-18:00}", "17:00-18:00}")), ((14, "main can reach"),)),
    Case("L002", (("ann: {", "ann: {status: suspended, "),), ((15, "direct can reach nobody: its owner ann is suspended throughout"),)),
    Case("L002", (("ann: {voicemail: true}", "ann: {status: paused}"),), ((15, "its owner ann is never active and on shift"),)),
    Case("L003", (then("{at: 12:00, until: 13:30, suspend: ann}"),), ((15, "leads nowhere from 12:00 to 13:30: its owner ann"),)),
    Case("L004", (then("{at: 14:00, until: 15:00, pause: [desk, bob]}"),), ((11, "every member of front on shift is paused or suspended from 14:00 to 15:00"), (12, "from 14:00 to 15:00"))),
    Case("L004", (("bob: {}", "bob: {status: suspended}"), then("{at: 10:00, reactivate: bob}")), ((12, "from 08:00 to 10:00"),)),
    Case("L004", (("bob: {}", "bob: {shift: 08:00-09:00}"), then("{at: 16:00, pause: desk}")), ((11, "from 16:00 to 18:00"),)),
    Case("L005", (("ann: {voicemail: true}", "ann: {}"),), ((15, "takes no message when its owner ann cannot answer"),)),
    Case("L006", (("{voicemail: ann}", "{voicemail: bob}"),), ((14, "no message can be left with bob, who has no voicemail"),)),
    Case("L006", (("{voicemail: line}", "{voicemail: ann}"), then("{at: 13:00, suspend: ann}")), ((12, "no message can be left with ann from 13:00 to 18:00"), (14, "from 13:00"))),
    Case("L007", (("voicemail: true, after", "after"),), ((14, "overflow from back to the voicemail of main, which has none"),)),
    Case("L007", (("voicemail: true, after_hours: {voicemail: ann}", "after_hours: {voicemail: line}"), ("{voicemail: line}}\nlines", "hang_up}\nlines")), ((14, "no message can be left after hours: main"),)),
    Case("L008", (("{members: [desk]}", "{members: []}"),), ((11, "layer 1 of front is empty throughout: it names nobody"),)),
    Case("L008", (then("{at: 11:00, delete: bob}"),), ((11, "layer 2 of front is empty from 11:00 to 18:00"), (12, "layer 1 of back"))),
    Case("L008", (("layers: [{members: [bob]}]", "layers: []"),), ((12, "back has no layer"),)),
    Case("L009", (("{voicemail: line}", "{ring_group: front}"),), ((11, "in a circle, front -> back -> front, and"),)),
    Case("L009", (("{voicemail: line}", "{ring_group: back}"),), ((12, "in a circle, back -> back, and"),)),
    Case("L010", (("bob: {}", "bob: {}\n  eve: {}"),), ((9, "no call ever reaches eve"),)),
    Case("L010", (("[desk]", "[desk-1]"),), ((9, "no call ever reaches desk-2"),)),
    Case("L010", (then("{at: 10:00, add: {zoe: {count: 5}}}"),), ((23, "no call ever reaches zoe-1, zoe-2, zoe-3 and 2 more"),)),
    Case("L011", (("bob: {}", "bob: {shift: 10:00-16:30}"), ("08:00-18:00}", "09:30-17:00}")), ((11, "nobody of front is on shift from 09:00 to 09:30, in"), (12, "from 09:00 to 10:00, from 16:30 to 17:00"))),
    Case("L011", (("voicemail: true}", "voicemail: true, shift: 08:00-12:00}"),), ((15, "ann, the owner of direct, is off shift from 12:00 to 17:00"),)),
    Case("L012", (then("{at: 19:00, pause: ann}"),), ((23, "19:00 is after the horizon and never happens"),)),
    Case("L012", (then("{at: 07:00, until: 09:00, pause: ann}"),), ((23, "07:00 is before the horizon: the entry holds from its start"),)),
    Case("L012", (then("{until: 18:01, pause: bob}"),), ((23, "18:01 is after the horizon: the entry holds to its end"),)),
    Case("L013", (("pause: 1", "pause: 4"),), ((22, "it takes more agents than front has members then, 3"),)),
    Case("L013", (("{at: 12:00, until", "{at: 10:00, delete: bob}\n  - {at: 12:00, until"), ("pause: 1", "pause: 3")), ((23, "more agents than front has members then, 2"),)),
    Case("L014", (then("{at: 15:00, suspend: ann}"),), ((16, "texts of their customers reach nobody: ann suspended from 15:00 to 18:00"),)),
    Case("L015", (('"17:00": 0', '"17:30": 0'),), ((20, "calls to direct end unanswered from 17:00 to 17:30: closed, and it has no after_hours"),)),
    Case("L016", (("minimum: 3", "minimum: 9"),), ((4, "9 licences are charged although only 4 are held from 08:00 on"),)),
    Case("L016", (then("{at: 16:00, delete: desk}"),), ((4, "3 licences are charged although only 2 are held from 16:00 on"),)),
]  # fmt: skip
FIRES += [
    Case("L002", (("bob: {}", "bob: {answer_type: will_not_answer}"), ("desk: {", "desk: {answer_type: will_not_answer, ")),
         ((14, "main can reach nobody"),)),
    Case("L006", (("{personal: ann}", "{personal: ann, missed: {voicemail: bob}}"),), ((15, "no message can be left with bob"),)),
    Case("L007", (("{personal: ann}", "{personal: ann, missed: {voicemail: line}}"),), ((15, "of a missed call: direct"),)),
    Case("L017", (("{personal: ann}", "{personal: ann, backup: {line: two}}\n  two: {personal: bob, backup: {line: direct}}"),),
         ((15, "in a circle, direct -> two -> direct, and"),)),
    Case("L017", (("{personal: ann}", "{personal: ann, backup: {line: direct}}"),), ((15, "in a circle, direct -> direct"),)),
]  # fmt: skip

SILENT = [
    Case("L001", (then("{at: 14:00, delete: bob}"),)),
    Case("L002", (("desk: {", "desk: {status: suspended, "),)),
    Case("L002", (("ann: {", "ann: {status: paused, "),)),
    Case("L003", (then("{at: 12:00, until: 13:30, pause: ann}"),)),
    Case("L004", (then("{at: 14:00, until: 15:00, pause: desk}"),)),
    Case("L005", (("bob: {}", "bob: {voicemail: true}"),)),
    Case("L006", (then("{at: 13:00, pause: ann}"),)),
    Case("L007", (("{voicemail: line}", "hang_up"), ("voicemail: true, after", "after"))),
    Case("L008", (then("{at: 11:00, delete: desk-1}"),)),
    Case("L009", (("{ring_group: back}", "hang_up"),)),
    Case("L010", (("bob: {}", "bob: {}\n  eve: {}"), ("workload:", "workload:\n  outbound: [{agents: [eve], per_hour: 1, handle_s: 9}]"))),
    Case("L011", (("shift: 08:00-18:00", "shift: 09:00-17:00"),)),
    Case("L012", (then("{at: 17:59:59, until: 18:00, pause: ann}"),)),
    Case("L013", (("pause: 1", "pause: 3"),)),
    Case("L014", (then("{at: 15:00, suspend: bob}"),)),
    Case("L014", (then("{at: 15:00, suspend: ann}"), ("workload:", "sms: {fallback: {agents: [bob]}}\nworkload:"))),
    Case("L014", (then("{at: 15:00, suspend: ann}"), ("workload:", "sms: {reassign_after_s: 60}\nworkload:"))),
    Case("L015", (('direct: {personal: ann}', "direct: {personal: ann, after_hours: hang_up}"), ('"17:00": 0', '"17:30": 0'))),
    Case("L016", (then("{at: 16:00, delete: bob}"),)),
    Case("L002", (("ann: {voicemail: true}", "ann: {shift: 19:00-20:00}"), ("{personal: ann}", "{personal: ann, backup: {}}"))),
    Case("L002", (("ann: {", "ann: {status: suspended, "), ("{personal: ann}", "{personal: ann, missed: {ring_group: back}}"))),
    Case("L003", (then("{at: 12:00, suspend: ann}"), ("{personal: ann}", "{personal: ann, missed: {ring_group: back}}"))),
    Case("L005", (("ann: {voicemail: true}", "ann: {}"), ("{personal: ann}", "{personal: ann, missed: {ring_group: back}}"))),
    Case("L017", (("{personal: ann}", "{personal: ann, backup: {line: two}}\n  two: {personal: bob, backup: {line: main}}"),)),
]  # fmt: skip


def found(folder: Path, *changes: Change) -> tuple[Finding, ...]:
    """What the audit finds in the clean scenario, changed."""
    text = CLEAN
    for old, new in changes:
        assert old in text, f"the clean scenario has no {old!r}"
        text = text.replace(old, new, 1)
    return audit(load(written(folder, text)))


def test_a_clean_scenario_has_no_findings(tmp_path: Path) -> None:
    assert found(tmp_path) == ()


def test_the_starter_has_no_findings(tmp_path: Path) -> None:
    assert audit(load(written(tmp_path, starter()))) == ()


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_case_where_it_fires_and_one_where_it_does_not(code: str) -> None:
    assert code in {case.code for case in FIRES}
    assert code in {case.code for case in SILENT}


@pytest.mark.parametrize("case", FIRES, ids=lambda case: f"{case.code} {case.changes[0][1].strip()[:50]}")
def test_a_code_fires_at_its_place_and_says_when(case: Case, tmp_path: Path) -> None:
    findings = [finding for finding in found(tmp_path, *case.changes) if finding.code == case.code]
    assert [int(finding.where.split(":")[-2]) for finding in findings] == [line for line, _ in case.says]
    assert all(words in finding.sentence for finding, (_, words) in zip(findings, case.says, strict=True)), findings
    assert {finding.level for finding in findings} == {CODES[case.code].level}


@pytest.mark.parametrize("case", SILENT, ids=lambda case: f"{case.code} {case.changes[0][1].strip()[:50]}")
def test_a_code_is_silent_where_nothing_is_wrong(case: Case, tmp_path: Path) -> None:
    assert case.code not in {finding.code for finding in found(tmp_path, *case.changes)}


def test_codes_and_levels_have_their_form() -> None:
    assert all(re.fullmatch(r"L\d{3}", code) for code in CODES)
    assert list(CODES) == sorted(CODES)
    assert {row.level for row in CODES.values()} == {ERROR, WARNING, NOTE}
    assert CODES["L001"].what == "line has no target"
    assert (CODES["L002"].level, CODES["L009"].level, CODES["L016"].level) == (ERROR, ERROR, NOTE)


def test_findings_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    findings = found(tmp_path, ("ann: {voicemail: true}", "ann: {}"), ("bob: {}", "bob: {}\n  eve: {}"),
                     ("{voicemail: line}", "{ring_group: front}"), ("minimum: 3", "minimum: 9"))  # fmt: skip
    assert [finding.code for finding in findings] == ["L016", "L010", "L009", "L006", "L005"]
    assert str(findings[2]).endswith(
        "day.yaml:12:58: error L009: ring_groups.front.overflow: "
        "calls overflow in a circle, front -> back -> front, and are cut after 8 hops"
    )


def test_a_finding_about_a_flag_names_the_flag(tmp_path: Path) -> None:
    day = load(written(tmp_path, CLEAN), overlays=[("pause", "9@front@19:00")])
    assert [(finding.code, finding.where) for finding in audit(day)] == [("L012", "--pause 9@front@19:00")]


def test_a_flag_can_pause_everyone(tmp_path: Path) -> None:
    day = load(written(tmp_path, CLEAN), overlays=[("pause", "3@front@14:00-15:00")])
    assert [finding.code for finding in audit(day)] == ["L004", "L004"]


def test_times_of_several_days_carry_their_dates(tmp_path: Path) -> None:
    (finding,) = found(
        tmp_path,
        ("end: 2026-03-02", "end: 2026-03-04"),
        ("{at: 12:00, until: 13:00,", "{at: 2026-03-03T22:00, until: 2026-03-03T23:00,"),
        ("pause: 1, of: front", "pause: [bob, desk]"),
        ("08:00-18:00", "00:00-24:00"),
        ("layers: [{members: [bob]}]", "layers: [{members: [bob, ann]}]"),
    )
    assert finding.sentence.endswith("is paused or suspended from 2026-03-03 22:00 to 23:00")


def test_overlapping_pauses_are_one_window_and_a_resume_ends_both(tmp_path: Path) -> None:
    entries = "{at: 14:00, until: 16:00, pause: [desk, bob]}\n  - {at: 15:00, until: 17:00, pause: [desk, bob]}"
    assert "from 14:00 to 17:00" in found(tmp_path, then(entries))[0].sentence
    entries += "\n  - {at: 15:30, resume: [desk, bob]}"
    assert "from 14:00 to 15:30" in found(tmp_path, then(entries))[0].sentence


def test_a_new_person_on_a_suspended_licence_mends_the_line(tmp_path: Path) -> None:
    (line, texts) = found(tmp_path, ("ann: {", "ann: {status: suspended, "), ("after_hours: {voicemail: ann}", "after_hours: hang_up"),
                          then("{at: 10:00, reassign: ann, to: Eve}"))  # fmt: skip
    assert (line.code, texts.code) == ("L003", "L014")
    assert "from 08:00 to 10:00" in line.sentence


def test_recordings_are_audited_too(tmp_path: Path) -> None:
    written(tmp_path, "arrival_s,line,patience_s,handle_s\n60,direct,,9\n120,main,,9\n7200,direct,,9\n", "calls.csv")
    written(tmp_path, "t_s,agent,action\n60,ann,suspend\n3600,ann,reactivate\n36000,ann,pause\n", "actions.csv")
    text = CLEAN[: CLEAN.index("workload")] + "workload: {replay: calls.csv}\ntimeline: {replay: actions.csv}\n"
    findings = {finding.code: finding for finding in audit(load(written(tmp_path, text)))}
    assert list(findings) == ["L006", "L003", "L014", "L015", "L012"]
    assert findings["L015"].sentence.startswith("1 of 3 recorded calls come to direct when it is closed")
    assert findings["L012"].sentence == "1 of 3 recorded actions come after the horizon and never happen"
    assert "from 08:01 to 09:00" in findings["L003"].sentence


def test_the_example_of_the_format_is_nearly_clean(tmp_path: Path) -> None:
    findings = audit(load(written(tmp_path, LUNCH)))
    assert [(finding.code, finding.path) for finding in findings] == [
        ("L010", "agents.bob"),
        ("L014", "customers.owned_by.sales"),
    ]
