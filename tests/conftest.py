"""A small day with something of everything, for the tests of experiments and of the command line."""

from pathlib import Path

import pytest

DAY = """# What does pausing two of three agents cost in reach?
schema: 1
name: small
question: {without: [lunch], between: 12:00-13:00}
account: {time_zone: Europe/Berlin, licences: {minimum: 5, price_per_month: 30}}
horizon: {start: 2026-03-02T10:00, end: 2026-03-02T14:00, short_s: 3600}
agents: {crew: {count: 3}, ann: {voicemail: true}}
ring_groups:
  sales: {layers: [{members: [crew]}], queue: {max_hold_s: 60}, overflow: {voicemail: line}}
lines: {main: {route: {ring_group: sales}, voicemail: true}, direct: {personal: ann}}
workload:
  calls:
    - {line: main, per_hour: 30, handle_s: {exponential: {mean: 180}}, patience_s: {exponential: {mean: 90}}}
    - {line: direct, per_hour: 3, handle_s: 60}
  outbound: [{agents: [crew], per_hour: 1, handle_s: 60}]
  sms: [{line: main, per_hour: 5}]
timeline: [{id: lunch, at: 12:00, until: 13:00, pause: 2, of: sales}]
"""


@pytest.fixture
def day(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(DAY)
    return path
