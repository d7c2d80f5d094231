"""The answer to a scenario's own question: the day against the same day without what it asks about."""

from sim.experiments.compare import Comparison, compare
from sim.experiments.result import Result
from sim.scenario.load import Loaded, variant


def base_of(result: Result) -> Loaded | None:
    """The paired base of a result's question; None if the scenario names none."""
    question = result.loaded.scenario.question
    return variant(result.loaded, question.without) if question and question.without else None


def answer(base: Result, result: Result) -> Comparison:
    """The comparison a scenario's question asks for."""
    question = result.loaded.scenario.question
    assert question, "only a scenario with a question has an answer"
    names = " and ".join(question.without)
    return compare(base, result, metric=question.metric, between=question.between or "", named=(f"without {names}",
                                                                                               f"with {names}"))  # fmt: skip
