"""A table of the report as Markdown. May not compute."""

from sim.report.tables import Table


def markdown(table: Table) -> str:
    r"""GitHub's dialect; the first column and columns of words to the left, numbers to the right.

    >>> print(markdown(Table("t", ("call", "wait"), (("a|b", "3 s"),))))
    | call | wait |
    |:--|--:|
    | a\|b | 3 s |
    """
    left = {0, *table.words}
    rule = "|" + "|".join(":--" if nth in left else "--:" for nth in range(len(table.head))) + "|"
    rows = [_row(table.head), rule, *map(_row, table.rows)]
    return "\n".join([*rows, *(["", table.note] if table.note else [])])


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
