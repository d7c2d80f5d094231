"""Makes `scenarios/data/asterisk_*.csv` and `scenarios/asterisk_day.recorded.json` from the recorded queue, as an import does.

`python tests/data/make_asterisk_day.py`. A test compares with the committed files, byte by byte.
"""

from pathlib import Path

from sim.experiments.asterisk import imported
from sim.workload.asterisk import read

HERE = Path(__file__).parent
SCENARIOS = HERE.parents[1] / "scenarios"
RECORDING = read(HERE / "reference" / "asterisk" / "x10" / "linear")

MADE = {
    SCENARIOS / "data" / "asterisk_calls.csv": lambda: imported.calls(RECORDING),
    SCENARIOS / "data" / "asterisk_pauses.csv": lambda: imported.pauses(RECORDING),
    SCENARIOS / "asterisk_day.recorded.json": lambda: imported.figures(RECORDING),
}
"""File -> what makes its text."""

if __name__ == "__main__":
    for path, make in MADE.items():
        path.write_text(make(), newline="\n")
