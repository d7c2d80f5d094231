"""Who holds a licence when: an agent's id stays, the person may change (A2.3)."""

import numpy as np
from numpy.typing import NDArray

from sim.domain.agents import Status
from sim.domain.plan import Plan
from sim.domain.records import RecordKind
from sim.metrics.columns import Columns, Ints


class People:
    """Persons by number, and the agents whom the history view no longer names.

    Attributes
    ----------
    names : tuple of str
        Person -> name: the agents' first persons, then whoever a timeline entry brought in.
    deleted : ndarray of bool
        Agent -> deleted at the end of the horizon; history then names nobody (D3).
    """

    def __init__(self, plan: Plan, columns: Columns) -> None:
        self.names = (*(agent.person for agent in plan.agents), *(entry.person for entry in plan.timeline))
        self._agents = len(plan.agents)
        self._changes = columns.of(RecordKind.PERSON)
        statuses = columns.of(RecordKind.STATUS)
        gone = statuses.agent[statuses.value == Status.DELETED]
        self.deleted: NDArray[np.bool_] = np.isin(np.arange(self._agents), gone)

    def holder(self, agent: Ints, row: Ints) -> Ints:
        """The person behind each agent at a record's position; -1 for nobody."""
        person = agent.copy()
        for who, since, entry in zip(self._changes.agent, self._changes.row, self._changes.value, strict=True):
            person[(agent == who) & (row > since)] = self._agents + entry
        return person
