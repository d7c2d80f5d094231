"""A bare queue_log as calls and pauses, with every gap named."""

import csv
import gzip
from io import StringIO
from pathlib import Path

import pytest

from sim.domain.errors import InputError
from sim.engines.simpy import SimpyEngine
from sim.scenario.load import load
from sim.scenario.resolve import resolve
from sim.workload.queue_log import QueueLog, read
from sim.workload.stream import workload

RECORDINGS = Path(__file__).parents[2] / "data/reference/asterisk"
LOG = """1000|NONE|NONE|NONE|QUEUESTART|
1005|NONE|sales|SIP/ann|PAUSE|lunch
1010|c1|sales|NONE|ENTERQUEUE||555|1
1015|c1|sales|SIP/bob|RINGNOANSWER|5000
1020|c1|sales|SIP/ann|CONNECT|10|x|4
1021|c2|sales|NONE|ENTERQUEUE||556|1
1029|c2|sales|NONE|ABANDON|1|1|8
1030|c3|sales|NONE|ENTERQUEUE||557|1
1050|c1|sales|SIP/ann|COMPLETEAGENT|10|30|1
1060|c3|sales|NONE|EXITWITHTIMEOUT|1|1|30
1065|NONE|sales|SIP/ann|UNPAUSE|
1070|c4|sales|NONE|ENTERQUEUE||558|1
"""


def log(folder: Path, text: str = LOG) -> QueueLog:
    path = folder / "queue_log"
    path.write_text(text)
    return read(path)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_calls_have_what_the_log_tells_and_nothing_else(tmp_path: Path) -> None:
    first, second, third = rows(log(tmp_path).files()["calls.csv"])
    assert first == {
        "arrival_s": "50", "line": "sales", "patience_s": "", "handle_s": "30",
        "pick_up_SIP-ann_s": "4", "pick_up_SIP-bob_s": "never",
    }  # fmt: skip
    assert (second["patience_s"], second["handle_s"], second["pick_up_SIP-ann_s"]) == ("8", "30.0", "")
    assert third["patience_s"] == "", "sent on: how long they would have waited is unknown"


def test_every_gap_is_listed_and_every_column_s_worth_is_told(tmp_path: Path) -> None:
    found = log(tmp_path)
    gaps = [tuple(row.values()) for row in rows(found.files()["gaps.csv"])]
    assert gaps == [
        ("1", "patience_s", "censored", "10"),
        ("2", "handle_s", "missing", ""),
        ("3", "patience_s", "censored", "30"),
        ("3", "handle_s", "missing", ""),
    ]
    told = "\n".join(found.told())
    assert "censored for 1 answered" in told and "1 that were sent on" in told and "known for 1" in told
    assert "missing for 2 calls" in told and "30.0 s" in told
    assert "left out: 1 calls" in told


def test_an_agent_is_paused_while_any_queue_has_them_paused(tmp_path: Path) -> None:
    more = "1006|NONE|support|SIP/ann|PAUSE|\n1066|NONE|support|SIP/ann|UNPAUSE|\n"
    found = rows(log(tmp_path, LOG + more).files()["pauses.csv"])
    assert [tuple(row.values()) for row in found] == [("45", "SIP-ann", "pause"), ("106", "SIP-ann", "resume")]


def test_what_is_no_queue_log_says_where(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"queue_log:2: the line must be epoch"):
        log(tmp_path, "1000|NONE|NONE|NONE|QUEUESTART|\nhello\n")
    with pytest.raises(InputError, match="in which a call was answered"):
        log(tmp_path, "1000|NONE|NONE|NONE|QUEUESTART|\n")


def test_a_real_log_agrees_with_what_was_recorded_beside_it_and_runs(tmp_path: Path) -> None:
    folder = RECORDINGS / "x10/rrmemory"
    found = log(tmp_path, gzip.decompress((folder / "queue_log.gz").read_bytes()).decode())
    truth = rows(gzip.decompress((folder / "calls.csv.gz").read_bytes()).decode())
    assert len(found.calls) == len(truth) == 601
    for call, true in zip(found.calls, truth, strict=True):
        assert (call.connected_s >= 0) is (true["result"] == "answered")
        waited = (call.connected_s if call.connected_s >= 0 else call.left_s) - call.entered_s
        assert waited == pytest.approx(float(true["wait"]), abs=1.2)
    for name, text in found.files().items():
        (tmp_path / name).write_text(text)
    plan = resolve(load(tmp_path / "scenario.yaml"))
    assert len(SimpyEngine().run(plan, workload(plan, 1, 1), 1, 1).records) > 3000
