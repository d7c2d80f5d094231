"""The machine's own luck: pick-ups, no-answers, wrap-ups, returns, pauses, voicemail, picks; each keyed, none in order."""

from sim.domain.contacts import Facts
from sim.domain.luck import Purpose, chance, draw, stream
from sim.domain.plan import (
    AgentPlan,
    BackupPlan,
    CallbackPlan,
    CampaignPlan,
    GroupPlan,
    LayerPlan,
    LinePlan,
    PausePlan,
    Plan,
    PromptPlan,
    RedialPlan,
)
from sim.domain.time import NEVER


class Draws:
    """Draws of one replication; every method is a pure function of its arguments (times in us)."""

    def __init__(self, plan: Plan, seed: int, replication: int) -> None:
        self.tables = plan.tables
        self.base = {purpose: stream(seed, replication, purpose) for purpose in Purpose}

    def pick_up_us(self, facts: Facts, agent: int, plan: AgentPlan | BackupPlan, nth: int) -> int:
        """Ringing until the agent answers their nth offer (from 0) of this contact; NEVER if they do not."""
        recorded = facts.recorded_pick_up
        if recorded is not None and agent in recorded:
            times = recorded[agent]
            return times[min(nth, len(times) - 1)]
        if plan.no_answer and chance(draw(self.base[Purpose.NO_ANSWER], facts.luck, plan.luck, nth), plan.no_answer):
            return NEVER
        return self.tables[plan.pick_up].value(draw(self.base[Purpose.PICK_UP], facts.luck, plan.luck, nth))

    def lot(self, facts: Facts, plan: AgentPlan, offer: int) -> int:
        """An agent's lot in the drawing of an offer, 64 bits."""
        return int(draw(self.base[Purpose.PICK], facts.luck, plan.luck, offer))

    def reject_us(self, facts: Facts, plan: AgentPlan, nth: int) -> int:
        """Ringing until the agent rejects their nth offer (from 0) of this contact; NEVER if they do not."""
        if not plan.reject or not chance(draw(self.base[Purpose.REJECT], facts.luck, plan.luck, nth), plan.reject):
            return NEVER
        return self.tables[plan.reject_after].value(draw(self.base[Purpose.REJECT_AFTER], facts.luck, plan.luck, nth))

    def busy_us(self, facts: Facts, plan: AgentPlan, nth: int) -> int:
        """From a rejection of this contact until the agent presses available."""
        if plan.busy_after_reject < 0:
            return self.return_us(plan, nth)
        return self.tables[plan.busy_after_reject].value(
            draw(self.base[Purpose.BUSY_AFTER_REJECT], facts.luck, plan.luck)
        )

    def carrier_us(self, facts: Facts, plan: AgentPlan | BackupPlan, nth: int) -> int:
        """Ringing until the carrier's voicemail answers the nth offer to a phone; NEVER where it does not."""
        if not plan.carrier or not chance(draw(self.base[Purpose.CARRIER], facts.luck, plan.luck, nth), plan.carrier):
            return NEVER
        return self.tables[plan.carrier_after].value(draw(self.base[Purpose.CARRIER_AFTER], facts.luck, plan.luck, nth))

    def wrap_up_us(self, facts: Facts, plan: AgentPlan) -> int:
        """After-call work of this agent on this contact."""
        return self.tables[plan.wrap_up].value(draw(self.base[Purpose.WRAP_UP], facts.luck, plan.luck))

    def return_us(self, plan: AgentPlan, nth: int) -> int:
        """From an agent's nth return to their pressing available; NEVER if they do not."""
        if plan.comes_back < 0:
            return NEVER
        return self.tables[plan.comes_back].value(draw(self.base[Purpose.RETURN], plan.luck, 0, nth))

    def absent(self, plan: AgentPlan, day: int) -> bool:
        """Whether an agent does not come to work on a day."""
        return bool(chance(draw(self.base[Purpose.ABSENCE], plan.luck, 0, day), plan.absence))

    def pause_every_us(self, plan: AgentPlan, pauses: PausePlan, nth: int) -> int:
        """Time until an agent asks for a pause, the nth time (from 0)."""
        return self.tables[pauses.every].value(draw(self.base[Purpose.PAUSE_EVERY], plan.luck, 0, nth))

    def pause_length_us(self, plan: AgentPlan, pauses: PausePlan, nth: int) -> int:
        """Length of an agent's nth pause (from 0)."""
        return self.tables[pauses.length].value(draw(self.base[Purpose.PAUSE_LENGTH], plan.luck, 0, nth))

    def ring_timeout_us(self, facts: Facts, layer: LayerPlan, offer: int) -> int:
        """How long the phones of this offer ring."""
        return self._limit_us(Purpose.RING_TIMEOUT, layer.ring_timeout_us, layer.ring_timeout_law, facts, offer)

    def max_hold_us(self, facts: Facts, group: GroupPlan, hop: int) -> int:
        """How long a call stays in a ring group's queue that it enters after so many hops."""
        return self._limit_us(Purpose.HOLD, group.max_hold_us, group.max_hold_law, facts, hop)

    def _limit_us(self, purpose: Purpose, fixed_us: int, law: int, facts: Facts, nth: int) -> int:
        """A time-out as written, or drawn: then it is some time at least."""
        if law < 0:
            return fixed_us
        return max(self.tables[law].value(draw(self.base[purpose], facts.luck, 0, nth)), 1)

    def balks(self, facts: Facts) -> bool:
        """Whether the caller hangs up at once who is put into a queue."""
        return bool(facts.balk and chance(draw(self.base[Purpose.BALK], facts.luck), facts.balk))

    def voicemail_us(self, facts: Facts, line: LinePlan) -> int:
        """Time the caller spends in the box."""
        return self.tables[line.voicemail_table].value(draw(self.base[Purpose.VOICEMAIL], facts.luck))

    def voicemail_left(self, facts: Facts, line: LinePlan) -> bool:
        """Whether the caller leaves a message."""
        return bool(chance(draw(self.base[Purpose.VOICEMAIL_LEFT], facts.luck), line.voicemail_left))

    def reply_us(self, facts: Facts, plan: AgentPlan) -> int:
        """Logged-in time until this agent would reply to this message."""
        return self.tables[facts.reply_table].value(draw(self.base[Purpose.REPLY], facts.luck, plan.luck))

    def per_mille(self, facts: Facts, plan: AgentPlan, attempt: int) -> int:
        """0 to 999 by chance: an agent's metric in this attempt, where a vendor takes one (A2.8)."""
        return int(draw(self.base[Purpose.PICK], facts.luck, plan.luck, attempt)) % 1000

    def prompted(self, facts: Facts, prompt: PromptPlan, which: tuple[int, int, int]) -> bool:
        """Whether a prompt works: in which hop, which of the queue's, played for which time."""
        hop, index, times = which
        nth = (hop << 48) + (index << 32) + times
        return bool(chance(draw(self.base[Purpose.PROMPT], facts.luck, 0, nth), prompt.chance))

    def ai_rescues(self, facts: Facts, group: GroupPlan, hop: int) -> bool:
        """Whether an AI handles a call whose hold has run out."""
        return bool(chance(draw(self.base[Purpose.AI_RESCUE], facts.luck, 0, hop), group.ai_rescue))

    def callback_answered(self, facts: Facts, callback: CallbackPlan, nth: int) -> bool:
        """Whether the customer answers the nth dial (from 0) of their callback."""
        return bool(chance(draw(self.base[Purpose.CALLBACK_ANSWER], facts.luck, 0, nth), callback.answer))

    def callback_us(self, facts: Facts, callback: CallbackPlan, nth: int) -> int:
        """How long such a dial rings until it is answered."""
        return self.tables[callback.ring].value(draw(self.base[Purpose.CALLBACK_RING], facts.luck, 0, nth))

    def redials(self, facts: Facts, redial: RedialPlan) -> bool:
        """Whether the caller of this attempt tries again."""
        return bool(chance(draw(self.base[Purpose.REDIAL], facts.luck), redial.chance))

    def redial_us(self, facts: Facts, redial: RedialPlan) -> int:
        """Time from the end of this attempt to the next."""
        return self.tables[redial.after].value(draw(self.base[Purpose.REDIAL_AFTER], facts.luck))

    def record_again_us(self, facts: Facts, campaign: CampaignPlan) -> int:
        """Time from the end of this attempt at a record to the next."""
        return self.tables[campaign.retry].value(draw(self.base[Purpose.RECORD_AGAIN], facts.luck))

    def conversation_us(self, facts: Facts, table: int) -> int:
        """From the first reply to this message until the conversation is over."""
        return self.tables[table].value(draw(self.base[Purpose.CONVERSATION], facts.luck))

    def pick(self, facts: Facts, offer: int) -> int:
        """A uniform word for the random choice of this offer (A2.7)."""
        return int(draw(self.base[Purpose.PICK], facts.luck, 0, offer))
