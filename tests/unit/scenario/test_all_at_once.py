"""All that is wrong is told together, in the order of the file, and nothing twice."""

from pathlib import Path

from tests.unit.scenario.lunch import edited, said, written


def test_five_mistakes_are_five_lines_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = edited(
        ("opening_hours:", "opning_hours:"),
        ("strategy:", "stratgy:"),
        ("max_hold_s: 120", "max_hold_s: -5"),
        ("cv: 1.3", "cv: 99"),
        ("suspend: sales-3", "suspnd: sales-3"),
    )
    lines = said(written(tmp_path, text))
    assert [line.split(": ")[:2] for line in lines] == [
        ["day.yaml:10:1", "opning_hours"],
        ["day.yaml:17:5", "ring_groups.sales.stratgy"],
        ["day.yaml:21:25", "ring_groups.sales.queue.max_hold_s"],
        ["day.yaml:29:160", "workload.calls.0.handle_s.lognormal.cv"],
        ["day.yaml:38:17", "timeline.1.suspnd"],
    ]
    assert [line.rpartition("did you mean ")[2] for line in (lines[0], lines[1], lines[4])] == [
        "opening_hours?)",
        "strategy?)",
        "suspend?)",
    ]


def test_wrong_names_wrong_times_and_wrong_types_are_told_together(tmp_path: Path) -> None:
    text = edited(
        ("members: [ann]", "members: [nan]"),
        ("{line: main, per_hour: {", "{line: mian, per_hour: {"),
        ("at: 12:00, until", "at: 13:30, until"),
        ("awt_s: 20", "awt_s: .nan"),
    )
    lines = said(written(tmp_path, text))
    assert [line.split(":")[1] for line in lines] == ["20", "29", "37", "39"]
    assert "until must be after at (13:30), but is 13:00" in lines[2]


def test_duplicate_keys_tags_and_odd_keys_are_told_together(tmp_path: Path) -> None:
    text = edited(
        ("{role: admin,", "{role: admin, role: x,"), ("limit: 25", "limit: !x 25"), ("name:", "[a]: 1\nname:")
    )
    assert [line.split(":")[1] for line in said(written(tmp_path, text))] == ["4", "13", "22"]


def test_a_misspelt_section_does_not_make_every_name_unknown(tmp_path: Path) -> None:
    assert len(said(written(tmp_path, edited(("agents:", "agnets:"), ("lines:", "lynes:"))))) == 2


def test_a_wrong_count_does_not_make_every_number_unknown(tmp_path: Path) -> None:
    assert len(said(written(tmp_path, edited(("count: 12", "count: twelve"))))) == 1
