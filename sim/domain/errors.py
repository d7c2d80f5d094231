"""What a user reads when something is wrong. Exceptions are for users' mistakes; ours are assertions."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: `WHERE: WHAT must be BOUND, but is VALUE (did you mean GUESS?)`.

    `where` is `file:line:column: path` or a flag; `guess` is empty when nothing comes close.
    """

    where: str
    what: str
    bound: str
    value: str
    guess: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: {self.what} must be {self.bound}, but is {self.value}"
        return f"{text} (did you mean {self.guess}?)" if self.guess else text


class InputError(Exception):
    """Everything that is wrong with one input, together. Exit code 2, never a traceback."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        assert self.problems, "an InputError needs at least one problem"
        super().__init__("\n".join(map(str, self.problems)))


def invalid(where: str, what: str, bound: str, value: object, guess: str = "") -> InputError:
    """An `InputError` of one problem; `value` is shown as written."""
    return InputError([Problem(where, what, bound, str(value), guess)])
