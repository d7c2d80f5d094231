"""The command line: parse, call, print. May not compute; hands the wall clock to whoever needs one.

The exit codes are in `exits`.
"""

import signal
import sys

import typer

from sim.cli import after, look, presets, press, recorded, study
from sim.cli.exits import INTERRUPTED
from sim.domain.errors import InputError

app = typer.Typer(
    name="ringsim",
    help="Which callers reach a live person, and what changes when agents are paused, suspended or gone?",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
for group in (study, look, presets, after, press, recorded):
    group.register(app)


def main() -> None:
    """Run `ringsim`: a user's mistake is a line on standard error for each problem, never a traceback."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C, so that nothing half done is left behind
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
