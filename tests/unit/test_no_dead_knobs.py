"""No dead knobs: every declared knob changes a record, a number or an answer of one day that has a bit of everything."""

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sim.domain.declare import knobs_of
from sim.experiments.answer import answer, base_of
from sim.experiments.replicate import replicate
from sim.scenario.load import load
from sim.scenario.shapes import every_section

CALLS = {"line": "main", "per_hour": 40, "handle_s": {"exponential": {"mean": 200}}, "patience_s": 60}
DAY: dict[str, Any] = {
    "schema": 1,
    "name": "everything",
    "question": {"without": ["lunch"], "between": "10:30-11:30"},
    "account": {"time_zone": "Europe/Berlin", "licences": {"minimum": 2, "price_per_month": 30, "cycle_start": "2026-03-01"}},
    "horizon": {"start": "2026-03-02T08:00", "end": "2026-03-02T12:00", "short_s": 7200},
    "opening_hours": "08:30-11:45",
    "agents": {
        "ann": {"voicemail": True, "shift": "08:00-11:00"},
        "bob": {"status": "suspended"},
        "crew": {"count": 3, "breaks": [{"at": "09:00", "length_s": 900, "stagger": False}]},
    },
    "ring_groups": {
        "sales": {"layers": [{"members": ["crew"]}, {"members": ["ann"]}], "queue": {"max_hold_s": 50, "limit": 4},
                  "overflow": {"ring_group": "all"}},
        "all": {"strategy": "simultaneous", "layers": [{"members": ["crew", "ann"]}], "overflow": {"voicemail": "line"}},
    },
    "lines": {
        "main": {"route": {"ring_group": "sales"}, "voicemail": True},
        "shout": {"route": {"ring_group": "all"}},
        "direct": {"personal": "ann"},
    },
    "customers": {"count": 30, "owned_by": {"ann": 5, "bob": 5}},
    "workload": {
        "calls": [CALLS, {"line": "shout", "per_hour": 10, "handle_s": 100}, {"line": "direct", "per_hour": 10, "handle_s": 60}],
        "outbound": [{"agents": ["crew"], "per_hour": 2, "handle_s": 60}],
        "sms": [{"line": "main", "per_hour": 10}, {"agents": ["ann"], "per_hour": 2}],
    },
    "timeline": [
        {"id": "lunch", "at": "10:00", "until": "11:00", "pause": 2, "of": "sales"},
        {"at": "09:30", "add": {"zoe": {}}, "groups": ["sales"]},
    ],
}  # fmt: skip

EXIT = {"at_s": 10, "chance": 0.5, "to": {"ring_group": "all"}}
CALLBACK = {"after_s": 10, "chance": 1}
LIST = {"agents": ["crew"], "records": 100, "handle_s": 60, "connect": 0.5}
Change = tuple[str, Any]
ENTRY, WORK = "timeline.1", "workload.calls.0"
QUEUE = "ring_groups.sales.queue"
CALLED = "workload.campaigns.0"
LAW = "workload.calls.0.handle_s"
EACH: dict[str, Change] = {
    "Scenario.name": ("name", "another"),
    "Scenario.horizon": ("horizon", {"start": "2026-03-02T08:00", "end": "2026-03-02T11:30"}),
    "Scenario.agents": ("agents.crew", {"count": 4}),
    "Scenario.preset": ("preset", "textbook"),
    "Scenario.extends": ("extends", "base.yaml"),
    "Scenario.question": ("question", None),
    "Scenario.account": ("account", {}),
    "Scenario.opening_hours": ("opening_hours", None),
    "Scenario.ring_groups": ("ring_groups.all", {"layers": [{"members": ["crew"]}]}),
    "Scenario.router": ("router", {"dispatch": "poll"}),
    "Scenario.lines": ("lines.direct", {"personal": "bob"}),
    "Scenario.customers": ("customers", None),
    "Scenario.workload": ("workload", {"calls": [CALLS]}),
    "Scenario.timeline": ("timeline.1", {"at": "09:30", "delete": "ann"}),
    "Scenario.targets": ("targets", {"awt_s": 5}),
    "Horizon.start": ("horizon.start", "2026-03-02T08:10"),
    "Horizon.end": ("horizon.end", "2026-03-02T11:50"),
    "Horizon.warm_up_s": ("horizon.warm_up_s", 3600),
    "Horizon.after_end": ("horizon.after_end", "cut"),
    "Horizon.short_s": ("horizon.short_s", 7300),
    "Agent.count": ("agents.crew.count", 2),
    "Agent.role": ("agents.ann.role", "admin"),
    "Agent.status": ("agents.bob.status", "paused"),
    "Agent.voicemail": ("agents.ann.voicemail", False),
    "Agent.shift": ("agents.ann.shift", "08:00-10:00"),
    "Agent.breaks": ("agents.crew.breaks", []),
    "Agent.pick_up_s": ("agents.crew.pick_up_s", 1),
    "Agent.no_answer": ("agents.crew.no_answer", 0.5),
    "Agent.wrap_up_s": ("agents.crew.wrap_up_s", 5),
    "Agent.weight": ("agents.ann.weight", 9),
    "Agent.skills": ("agents.ann.skills", {"german": 3}),
    "CallSource.skill": (f"{WORK}.skill", "german"),
    "CallSource.skill_level": (f"{WORK}.skill_level", 4),
    "Agent.reject": ("agents.crew.reject", 0.5),
    "Agent.reject_after_s": ("agents.crew.reject_after_s", 1),
    "Agent.busy_after_reject_s": ("agents.crew.busy_after_reject_s", 5),
    "Agent.handle_factor": ("agents.crew.handle_factor", 1.5),
    "Agent.available_after_return_s": ("agents.crew.available_after_return_s", 600),
    "Agent.absence": ("agents.crew.absence", 0.7),
    "Agent.pause_process": ("agents.crew.pause_process", {"every_s": 900, "length_s": 300}),
    "PauseProcess.every_s": ("agents.crew.pause_process.every_s", 1000),
    "PauseProcess.length_s": ("agents.crew.pause_process.length_s", 400),
    "PauseProcess.taken": ("agents.crew.pause_process.taken", "at_once"),
    "Agent.home": ("agents.crew.home", "all"),
    "Agent.answer_type": ("agents.crew.answer_type", "will_not_answer"),
    "Agent.carrier_voicemail": ("agents.crew.carrier_voicemail", 0.5),
    "Agent.carrier_voicemail_after_s": ("agents.crew.carrier_voicemail_after_s", 1),
    "Break.at": ("agents.crew.breaks.0.at", "09:20"),
    "Break.length_s": ("agents.crew.breaks.0.length_s", 300),
    "Break.stagger": ("agents.crew.breaks.0.stagger", True),
    "Exponential.mean": (LAW, {"exponential": {"mean": 220}}),
    "Exponential.shift": (LAW, {"exponential": {"mean": 200, "shift": 10}}),
    "Lognormal.mean": (LAW, {"lognormal": {"mean": 220, "cv": 1}}),
    "Lognormal.cv": (LAW, {"lognormal": {"mean": 200, "cv": 2}}),
    "Lognormal.median": (LAW, {"lognormal": {"median": 150, "sigma": 1}}),
    "Lognormal.sigma": (LAW, {"lognormal": {"median": 150, "sigma": 0.5}}),
    "Lognormal.shift": (LAW, {"lognormal": {"mean": 200, "cv": 1, "shift": 5}}),
    "Gamma.mean": (LAW, {"gamma": {"mean": 220, "cv": 1}}),
    "Gamma.cv": (LAW, {"gamma": {"mean": 200, "cv": 0.5}}),
    "Gamma.shift": (LAW, {"gamma": {"mean": 200, "cv": 1, "shift": 5}}),
    "Uniform.low": (LAW, {"uniform": {"low": 10, "high": 300}}),
    "Uniform.high": (LAW, {"uniform": {"low": 0, "high": 310}}),
    "Uniform.shift": (LAW, {"uniform": {"low": 0, "high": 300, "shift": 5}}),
    "Erlang.mean": (LAW, {"erlang": {"mean": 220, "k": 2}}),
    "Erlang.k": (LAW, {"erlang": {"mean": 200, "k": 3}}),
    "Erlang.shift": (LAW, {"erlang": {"mean": 200, "k": 2, "shift": 5}}),
    "Hyperexponential.means": (LAW, {"hyperexponential": {"means": [40, 600], "weights": [3, 1]}}),
    "Hyperexponential.weights": (LAW, {"hyperexponential": {"means": [50, 600], "weights": [4, 1]}}),
    "Hyperexponential.shift": (LAW, {"hyperexponential": {"means": [50, 600], "weights": [3, 1], "shift": 5}}),
    "Empirical.values": (LAW, {"empirical": {"values": [60, 90, 480]}}),
    "Empirical.shift": (LAW, {"empirical": {"values": [60, 90, 470], "shift": 5}}),
    "Question.without": ("question.without", []),
    "Question.metric": ("question.metric", "asa"),
    "Question.between": ("question.between", "10:00-11:00"),
    "Account.time_zone": ("account.time_zone", "America/Chicago"),
    "Account.suspended_on_call": ("account.suspended_on_call", "drop"),
    "Account.deleted_on_call": ("account.deleted_on_call", "drop"),
    "Account.licences": ("account.licences", {"minimum": 9, "price_per_month": 30}),
    "Licences.minimum": ("account.licences.minimum", 9),
    "Licences.price_per_month": ("account.licences.price_per_month", 31),
    "Licences.cycle_start": ("account.licences.cycle_start", "2026-02-10"),
    "RingGroup.layers": ("ring_groups.sales.layers", [{"members": ["crew"]}]),
    "RingGroup.strategy": ("ring_groups.sales.strategy", "fixed_order"),
    "RingGroup.ring_timeout_s": ("ring_groups.sales.ring_timeout_s", 3),
    "RingGroup.idle_clock": ("ring_groups.sales.idle_clock", "last_call_end"),
    "RingGroup.join_ring": ("ring_groups.all.join_ring", True),
    "RingGroup.max_dialled": ("ring_groups.all.max_dialled", 2),
    "RingGroup.ring_step_s": ("ring_groups.all.ring_step_s", 2),
    "RingGroup.rr_advance": ("ring_groups.sales.rr_advance", "answer"),
    "RingGroup.pause_while_ringing": ("ring_groups.sales.pause_while_ringing", "let_ring"),
    "RingGroup.reject_ends_ring": ("ring_groups.all.reject_ends_ring", True),
    "RingGroup.auto_pause_after_no_answers": ("ring_groups.sales.auto_pause_after_no_answers", 1),
    "RingGroup.auto_pause_after_rejects": ("ring_groups.sales.auto_pause_after_rejects", 1),
    "RingGroup.auto_pause_s": ("ring_groups.sales.auto_pause_s", 600),
    "RingGroup.queue": ("ring_groups.sales.queue", None),
    "RingGroup.handle_factor": ("ring_groups.sales.handle_factor", {"crew": 2}),
    "RingGroup.priority": ("ring_groups.sales.priority", -1),
    "RingGroup.retry_s": ("ring_groups.sales.retry_s", 30),
    "RingGroup.tie_order": ("ring_groups.all.tie_order", ["ann", "crew"]),
    "RingGroup.overflow": ("ring_groups.sales.overflow", "hang_up"),
    "Layer.members": ("ring_groups.sales.layers.0.members", ["crew-3", "crew-1"]),
    "Layer.strategy": ("ring_groups.sales.layers.0.strategy", "round_robin"),
    "Layer.ring_timeout_s": ("ring_groups.sales.layers.0.ring_timeout_s", 3),
    "Layer.idle_clock": ("ring_groups.sales.layers.0.idle_clock", "last_call_end"),
    "Layer.join_ring": ("ring_groups.all.layers.0.join_ring", True),
    "Queue.max_hold_s": ("ring_groups.sales.queue.max_hold_s", 10),
    "Queue.hold_counts": ("ring_groups.all.queue.hold_counts", "call"),
    "Queue.at_max_hold": ("ring_groups.sales.queue.at_max_hold", "cut"),
    "Queue.unstaffed_policy": ("ring_groups.sales.queue.unstaffed_policy", "wait"),
    "Queue.unstaffed_grace_s": ("ring_groups.sales.queue.unstaffed_grace_s", 5),
    "Queue.limit": ("ring_groups.sales.queue.limit", 0),
    "Queue.announcements": (f"{QUEUE}.announcements", [{"at_s": 10, "hang_up": 0.5}]),
    "Queue.exit_key": (f"{QUEUE}.exit_key", EXIT),
    "Queue.callback": (f"{QUEUE}.callback", CALLBACK),
    "Queue.ai_rescue": (f"{QUEUE}.ai_rescue", 0.5),
    "Queue.at_closing": (f"{QUEUE}.at_closing", "evicted"),
    "Announcement.at_s": (f"{QUEUE}.announcements.0.at_s", 20),
    "Announcement.hang_up": (f"{QUEUE}.announcements.0.hang_up", 1),
    "Announcement.every_s": (f"{QUEUE}.announcements.0.every_s", 10),
    "ExitKey.at_s": (f"{QUEUE}.exit_key.at_s", 20),
    "ExitKey.chance": (f"{QUEUE}.exit_key.chance", 1),
    "ExitKey.to": (f"{QUEUE}.exit_key.to", {"voicemail": "line"}),
    "ExitKey.every_s": (f"{QUEUE}.exit_key.every_s", 10),
    "Callback.after_s": (f"{QUEUE}.callback.after_s", 20),
    "Callback.chance": (f"{QUEUE}.callback.chance", 0.3),
    "Callback.mode": (f"{QUEUE}.callback.mode", "contact_first"),
    "Callback.answer": (f"{QUEUE}.callback.answer", 0.1),
    "Callback.retries": (f"{QUEUE}.callback.retries", 0),
    "Callback.retry_after_s": (f"{QUEUE}.callback.retry_after_s", 60),
    "Callback.dedupe": (f"{QUEUE}.callback.dedupe", False),
    "Target.voicemail": ("ring_groups.all.overflow", {"voicemail": "ann"}),
    "Target.ring_group": ("ring_groups.sales.overflow", {"ring_group": "sales"}),
    "Target.line": ("ring_groups.all.overflow", {"line": "direct"}),
    "Target.hang_up": ("ring_groups.all.overflow", {"hang_up": True}),
    "Line.route": ("lines.main.route", {"ring_group": "all"}),
    "Line.personal": ("lines.direct.personal", "bob"),
    "Line.voicemail": ("lines.main.voicemail", False),
    "Line.after_hours": ("lines.main.after_hours", {"voicemail": "line"}),
    "Line.voicemail_left": ("lines.main.voicemail_left", 0.9),
    "Line.voicemail_s": ("lines.main.voicemail_s", 5),
    "Line.personal_ring_timeout_s": ("lines.direct.personal_ring_timeout_s", 2),
    "Router.dispatch": ("router.dispatch", "asterisk"),
    "Router.poll_s": ("router.poll_s", 2),
    "Router.glare_window_s": ("router.glare_window_s", 1),
    "Router.clock_s": ("router.clock_s", 0.5),
    "Line.missed": ("lines.direct.missed", {"ring_group": "sales"}),
    "Line.backup": ("lines.direct.backup", {}),
    "Line.backup_ring_timeout_s": ("lines.direct.backup_ring_timeout_s", 2),
    "Line.backup_when_paused": ("lines.direct.backup_when_paused", True),
    "Line.owner_first": ("lines.main.owner_first", True),
    "Line.owner_ring_timeout_s": ("lines.main.owner_ring_timeout_s", 2),
    "Backup.line": ("lines.direct.backup", {"line": "main"}),
    "Backup.pick_up_s": ("lines.direct.backup.pick_up_s", 1),
    "Backup.no_answer": ("lines.direct.backup.no_answer", 0.9),
    "Backup.carrier_voicemail": ("lines.direct.backup.carrier_voicemail", 0.9),
    "Backup.carrier_voicemail_after_s": ("lines.direct.backup.carrier_voicemail_after_s", 1),
    "Route.ring_group": ("lines.shout.route.ring_group", "sales"),
    "Customers.count": ("customers.count", 40),
    "Customers.owned_by": ("customers.owned_by", {"ann": 10}),
    "Workload.calls": ("workload.calls", [CALLS]),
    "Workload.outbound": ("workload.outbound", []),
    "Workload.sms": ("workload.sms", []),
    "Workload.replay": ("workload.replay", "calls.csv"),
    "CallSource.line": (f"{WORK}.line", "shout"),
    "CallSource.per_hour": (f"{WORK}.per_hour", {"08:00": 40, "10:00": 20}),
    "CallSource.handle_s": (f"{WORK}.handle_s", 100),
    "CallSource.name": (f"{WORK}.name", "callers"),
    "CallSource.daily_busyness_cv": (f"{WORK}.daily_busyness_cv", 0.5),
    "CallSource.patience_s": (f"{WORK}.patience_s", 20),
    "CallSource.priority": (f"{WORK}.priority", -1),
    "CallSource.balk_if_wait": (f"{WORK}.balk_if_wait", 0.5),
    "CallSource.redial": (f"{WORK}.redial", {"chance": 1}),
    "Redial.chance": (f"{WORK}.redial.chance", 0.2),
    "Redial.after_s": (f"{WORK}.redial.after_s", 60),
    "Redial.most": (f"{WORK}.redial.most", 1),
    "Redial.when": (f"{WORK}.redial.when", "unreached"),
    "OutboundSource.agents": ("workload.outbound.0.agents", ["ann"]),
    "OutboundSource.per_hour": ("workload.outbound.0.per_hour", 4),
    "OutboundSource.handle_s": ("workload.outbound.0.handle_s", 200),
    "OutboundSource.name": ("workload.outbound.0.name", "dialled"),
    "OutboundSource.connect": ("workload.outbound.0.connect", 0.9),
    "Workload.campaigns": ("workload.campaigns", [LIST]),
    "Campaign.agents": (f"{CALLED}.agents", ["ann"]),
    "Campaign.records": (f"{CALLED}.records", 20),
    "Campaign.handle_s": (f"{CALLED}.handle_s", 90),
    "Campaign.name": (f"{CALLED}.name", "renewals"),
    "Campaign.mode": (f"{CALLED}.mode", "manual"),
    "Campaign.blend": (f"{CALLED}.blend", "outbound_first"),
    "Campaign.reserve": (f"{CALLED}.reserve", 2),
    "Campaign.pace_s": (f"{CALLED}.pace_s", 600),
    "Campaign.lines_per_agent": (f"{CALLED}.lines_per_agent", 3),
    "Campaign.most_abandoned": (f"{CALLED}.most_abandoned", 0.9),
    "Campaign.over_limit": (f"{CALLED}.over_limit", "dial_on"),
    "Campaign.connect": (f"{CALLED}.connect", 0.9),
    "Campaign.answer_after_s": (f"{CALLED}.answer_after_s", 4),
    "Campaign.ring_s": (f"{CALLED}.ring_s", 20),
    "Campaign.attempts": (f"{CALLED}.attempts", 3),
    "Campaign.retry_after_s": (f"{CALLED}.retry_after_s", 300),
    "Campaign.calling_hours": (f"{CALLED}.calling_hours", "09:00-10:00"),
    "Campaign.time_zone": (f"{CALLED}.time_zone", "Europe/London"),
    "Campaign.on_deletion": (f"{CALLED}.on_deletion", "delete"),
    "Scenario.sms": ("sms", {"mode": "conversation"}),
    "Sms.mode": ("sms.mode", "conversation"),
    "Sms.slots": ("sms.slots", 1),
    "Sms.queue_limit": ("sms.queue_limit", 0),
    "Sms.conversation_s": ("sms.conversation_s", 900),
    "Sms.blocks_voice": ("sms.blocks_voice", True),
    "Sms.fallback": ("sms.fallback", {"agents": ["ann"]}),
    "Sms.reassign_after_s": ("sms.reassign_after_s", 60),
    "Sms.backlog": ("sms.backlog", True),
    "Sms.assigns_customers": ("sms.assigns_customers", True),
    "Sms.watching": ("sms.watching", ["ann"]),
    "Inbox.agents": ("sms.fallback.agents", ["crew"]),
    "Inbox.ring_group": ("sms.fallback", {"ring_group": "all"}),
    "SmsSource.line": ("workload.sms.0.line", "direct"),
    "SmsSource.agents": ("workload.sms.1.agents", ["crew"]),
    "SmsSource.per_hour": ("workload.sms.0.per_hour", 20),
    "SmsSource.name": ("workload.sms.0.name", "texts"),
    "SmsSource.reply_after_s": ("workload.sms.0.reply_after_s", 30),
    "TimelineEntry.at": (f"{ENTRY}.at", "10:30"),
    "TimelineEntry.until": ("timeline.0.until", "11:10"),
    "TimelineEntry.id": (f"{ENTRY}.id", "new"),
    "TimelineEntry.pause": ("timeline.0.pause", 1),
    "TimelineEntry.resume": (ENTRY, {"at": "10:30", "resume": "crew"}),
    "TimelineEntry.suspend": (ENTRY, {"at": "10:30", "suspend": "crew"}),
    "TimelineEntry.reactivate": (ENTRY, {"at": "09:00", "reactivate": "bob"}),
    "TimelineEntry.delete": (ENTRY, {"at": "09:30", "delete": "crew-2"}),
    "TimelineEntry.reassign": (ENTRY, {"at": "09:00", "reassign": "bob", "to": "Bea"}),
    "TimelineEntry.add": (f"{ENTRY}.add", {"zoe": {"handle_factor": 3}}),
    "TimelineEntry.of": ("timeline.0.of", "all"),
    "TimelineEntry.who": ("timeline.0.who", "first_idle"),
    "TimelineEntry.to": (ENTRY, {"at": "09:00", "reassign": "ann", "to": "Anna"}),
    "TimelineEntry.groups": (f"{ENTRY}.groups", ["all"]),
    "Replay.replay": ("timeline", {"replay": "pauses.csv"}),
    "Targets.awt_s": ("targets.awt_s", 5),
    "Targets.goal": ("targets.goal", 0.01),
    "Targets.interval_s": ("targets.interval_s", 900),
    "Targets.required": ("targets.required", 2),
}
"""Knob -> where it stands in the day, and another value for it."""
ONE_VALUE = {"Scenario.schema"}
"""Knobs with a single legal value."""
UNSEEN = {"Agent.role": "decides what an attempt of an agent may do, which no scenario makes (tests/stories, P1)"}
"""Knobs that no simulated day can show, and why."""
_TALKS: list[Change] = [("sms.mode", "conversation"), ("workload.sms.0.per_hour", 60)]
_BACKUP: Change = ("lines.direct.backup", {})
_CARRIER: list[Change] = [("agents.crew.answer_type", "phone_number"), ("agents.crew.no_answer", 0.5)]
ONE_QUEUE: list[Change] = [("ring_groups.sales.layers", [{"members": ["crew"]}]), ("ring_groups.all.queue", {})]
RARELY = [("agents.crew.no_answer", 0.5), ("agents.crew.reject", 0.3)]
EACH_MINUTE = [
    {"at": f"09:{minute:02}", "until": f"09:{minute:02}:30", "pause": 1, "of": "sales"} for minute in range(60)
]
AS_ASTERISK: list[Change] = [*ONE_QUEUE, ("router.dispatch", "asterisk")]
LINES: Change = (f"{CALLED}.lines_per_agent", 3)
NEEDS: dict[str, list[Change]] = {
    "Router.dispatch": ONE_QUEUE,
    "Router.poll_s": [("router.dispatch", "poll")],
    "Router.clock_s": AS_ASTERISK,
    "RingGroup.tie_order": AS_ASTERISK,
    "Agent.reject_after_s": RARELY,
    "Agent.weight": [("ring_groups.all.strategy", "weighted_random"), (f"{WORK}.per_hour", 2)],
    "Agent.skills": [(f"{WORK}.skill", "german")],
    "CallSource.skill_level": [(f"{WORK}.skill", "german"), ("agents.ann.skills", {"german": 3})],
    "RingGroup.ring_step_s": [("ring_groups.all.strategy", "progressive")],
    "Agent.busy_after_reject_s": RARELY,
    "RingGroup.rr_advance": [*RARELY, ("ring_groups.sales.strategy", "round_robin")],
    "RingGroup.pause_while_ringing": [("agents.crew.no_answer", 1), ("agents.crew.available_after_return_s", 0), ("timeline", EACH_MINUTE), ("question", None)],
    "RingGroup.reject_ends_ring": RARELY,
    "RingGroup.auto_pause_after_no_answers": RARELY,
    "RingGroup.auto_pause_after_rejects": RARELY,
    "RingGroup.auto_pause_s": [*RARELY, ("ring_groups.sales.auto_pause_after_no_answers", 1)],
    "Queue.hold_counts": [("ring_groups.all.queue", {"max_hold_s": 52})],
    "Queue.at_max_hold": [("ring_groups.sales.queue.max_hold_s", 10), *RARELY],
    "Queue.unstaffed_policy": [("ring_groups.sales.layers", [{"members": ["ann"]}])],
    "Queue.unstaffed_grace_s": [("ring_groups.sales.layers", [{"members": ["ann"]}]),
                                ("ring_groups.sales.queue.unstaffed_policy", "grace")],
    "Account.suspended_on_call": [("timeline", [{"at": "10:00", "suspend": "crew"}]), ("question", None)],
    "Account.deleted_on_call": [("timeline", [{"at": "10:00", "delete": "crew"}]), ("question", None)],
    "Queue.at_closing": [(f"{WORK}.per_hour", 200), (f"{QUEUE}.limit", 50)],
    "Campaign.most_abandoned": [LINES],
    "Campaign.over_limit": [LINES],
    "Campaign.retry_after_s": [(f"{CALLED}.attempts", 3)],
    "Campaign.on_deletion": [(f"{CALLED}.mode", "manual"), (ENTRY, {"at": "08:30", "delete": "crew-2"})],
    "Agent.carrier_voicemail": _CARRIER,
    "Sms.slots": _TALKS,
    "Sms.queue_limit": [*_TALKS, ("sms.slots", 1)],
    "Sms.conversation_s": _TALKS,
    "Sms.blocks_voice": _TALKS,
    "Inbox.agents": [("sms.fallback", {"agents": ["ann"]})],
    "Inbox.ring_group": [("sms.fallback", {"agents": ["ann"]})],
    "Agent.carrier_voicemail_after_s": [*_CARRIER, ("agents.crew.carrier_voicemail", 0.9)],
    "Line.missed": [("agents.ann.voicemail", False)],
    "Line.backup_ring_timeout_s": [_BACKUP],
    "Line.backup_when_paused": [_BACKUP, ("agents.ann.status", "paused")],
    "Line.owner_ring_timeout_s": [("lines.main.owner_first", True)],
    "Backup.line": [_BACKUP],
    "Backup.pick_up_s": [_BACKUP],
    "Backup.no_answer": [_BACKUP],
    "Backup.carrier_voicemail": [("lines.direct.backup", {"no_answer": 1})],
    "Backup.carrier_voicemail_after_s": [("lines.direct.backup", {"no_answer": 1, "carrier_voicemail": 1})],
    "Horizon.after_end": [("opening_hours", None)],
    "Account.time_zone": [("horizon", {"start": "2026-03-29T00:00", "end": "2026-03-29T12:00"})],  # 11 h in Berlin
    "CallSource.line": [(f"{WORK}.name", "callers")],
    "TimelineEntry.of": [("ring_groups.all.layers.0.members", ["ann", "crew"])],
    "Replay.replay": [("question", None)],
    "Layer.idle_clock": [("ring_groups.sales.retry_s", 0), ("agents.crew.no_answer", 0.4)],
    "RingGroup.idle_clock": [("agents.crew.no_answer", 0.4)],
    **{key: [("ring_groups.all.queue", {}), ("workload.calls.1.per_hour", 60)]
       for key in ("Agent.home", "RingGroup.priority", "CallSource.priority")},
    "Lognormal.cv": [(LAW, {"lognormal": {"mean": 200, "cv": 1}})],
    "Lognormal.mean": [(LAW, {"lognormal": {"mean": 200, "cv": 1}})],
    "Lognormal.shift": [(LAW, {"lognormal": {"mean": 200, "cv": 1}})],
    "Lognormal.median": [(LAW, {"lognormal": {"median": 140, "sigma": 1}})],
    "Lognormal.sigma": [(LAW, {"lognormal": {"median": 150, "sigma": 1}})],
    "Gamma.mean": [(LAW, {"gamma": {"mean": 200, "cv": 1}})],
    "Gamma.cv": [(LAW, {"gamma": {"mean": 200, "cv": 1}})],
    "Gamma.shift": [(LAW, {"gamma": {"mean": 200, "cv": 1}})],
    **{f"Erlang.{key}": [(LAW, {"erlang": {"mean": 200, "k": 2}})] for key in ("mean", "k", "shift")},
    **{f"Hyperexponential.{key}": [(LAW, {"hyperexponential": {"means": [50, 600], "weights": [3, 1]}})]
       for key in ("means", "weights", "shift")},
    **{f"Empirical.{key}": [(LAW, {"empirical": {"values": [60, 90, 470]}})] for key in ("values", "shift")},
    "Uniform.low": [(LAW, {"uniform": {"low": 0, "high": 300}})],
    "Uniform.high": [(LAW, {"uniform": {"low": 0, "high": 300}})],
    "Uniform.shift": [(LAW, {"uniform": {"low": 0, "high": 300}})],
    "TimelineEntry.to": [(ENTRY, {"at": "09:00", "reassign": "ann", "to": "Ann Other"})],
}  # fmt: skip
"""What must be so before a knob can matter."""
SECTIONS: dict[str, list[Change]] = {
    "PauseProcess": [("agents.crew.pause_process", {"every_s": 900, "length_s": 300})],
    "Announcement": [(f"{QUEUE}.announcements", [{"at_s": 10, "hang_up": 0.5}])],
    "ExitKey": [(f"{QUEUE}.exit_key", EXIT)],
    "Callback": [(f"{QUEUE}.callback", CALLBACK)],
    "Campaign": [("workload.campaigns", [LIST])],
    "Redial": [(f"{WORK}.redial", {"chance": 1, "after_s": 30}), (f"{WORK}.patience_s", {"exponential": {"mean": 25}})],
}
"""The same for every knob of a section."""


DECLARED = list(dict.fromkeys(f"{kind.__name__}.{name}" for kind in every_section() for name in knobs_of(kind)))


def changed(day: dict[str, Any], changes: list[Change]) -> dict[str, Any]:
    """A copy with a value at each dotted path."""
    copy = deepcopy(day)
    for path, value in changes:
        *way, last = path.split(".")
        here = copy
        for key in way:
            here = here[int(key)] if isinstance(here, list) else here.setdefault(key, {})
        here[int(last) if isinstance(here, list) else last] = deepcopy(value)  # type: ignore[index]
    return copy


@cache
def folder() -> Path:
    from tempfile import mkdtemp

    path = Path(mkdtemp())
    (path / "calls.csv").write_text("arrival_s,line,patience_s,handle_s\n3600,main,60,60\n")
    (path / "pauses.csv").write_text("t_s,agent,action\n3600,crew-1,pause\n")
    (path / "base.yaml").write_text(json.dumps({"agents": {"yan": {}}}))
    return path


@cache
def seen(text: str) -> tuple[object, ...]:
    """Everything a user can see of a day: names, records, numbers, tables, the answer, the short run's length."""
    path = folder() / "day.yaml"
    path.write_text(text)
    loaded = load(path)
    result = replicate(loaded, jobs=1)
    base = base_of(result)
    told = answer(replicate(base, jobs=1), result).rows[0] if base else None
    numbers = tuple((name, one.value) for name, one in result.estimates.items())
    people = tuple(result.tables["calls"]["person"].dropna().unique())
    sources = tuple(source.name for source in result.plan.sources)
    ids = tuple(loaded.names.entries)
    return (result.name, result.digest, numbers, told, people, sources, ids, loaded.scenario.horizon.short_s)


@pytest.mark.parametrize("knob", DECLARED)
def test_every_knob_changes_something_that_can_be_seen(knob: str) -> None:
    if knob in ONE_VALUE:
        return
    assert knob in EACH, f"{knob} is declared, but no day shows what it does: add it here"
    before = changed(DAY, [*SECTIONS.get(knob.partition(".")[0], []), *NEEDS.get(knob, [])])
    differs = seen(json.dumps(changed(before, [EACH[knob]]))) != seen(json.dumps(before))
    assert differs is (knob not in UNSEEN)


def test_the_table_names_only_knobs_that_exist() -> None:
    assert set(EACH) | ONE_VALUE == set(DECLARED)
    assert set(NEEDS) | set(UNSEEN) <= set(EACH)
