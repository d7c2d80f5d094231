"""The command line: parse, call, print. May not compute; hands the wall clock to whoever needs one.

Exit codes: 0 ok, 1 internal error, 2 usage or invalid input, 3 the answer is no,
6 the load tester was too slow for the rate, 130 interrupted.
"""

import sys

import typer

from sim.cli import after, look, press, study
from sim.domain.errors import InputError

NO = 3
INTERRUPTED = 130

app = typer.Typer(
    name="ringsim",
    help="Which callers reach a live person, and what changes when agents are paused, suspended or gone?",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
for group in (study, look, after, press):
    group.register(app)


def main() -> None:
    """Run `ringsim`: a user's mistake is a line on standard error for each problem, never a traceback."""
    try:
        app()
    except InputError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("interrupted: nothing was finished, nothing was written", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # whoever reads us has read enough
        sys.stderr.close()
        sys.exit(0)
