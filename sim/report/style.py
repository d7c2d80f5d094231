"""How a chart looks, and how it becomes SVG that follows the page's colours. Knows no chart and no number.

The palette is Okabe and Ito's (Color Universal Design, 2008), safe for colour-blind readers; every area also has a
hatch or a line style of its own, so that a chart survives a black-and-white printer. Charts are drawn in the light
palette; inside a page each of its colours becomes a CSS variable, and the page decides.
"""

import io
import re
from contextlib import AbstractContextManager
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import ArrayLike

LIGHT = {
    "ink": "#1b1f24",
    "muted": "#57606a",
    "grid": "#d8dce1",
    "paper": "#ffffff",
    "blue": "#0072b2",
    "orange": "#e69f00",
    "sky": "#56b4e9",
    "green": "#009e73",
    "yellow": "#f0e442",
    "vermillion": "#d55e00",
    "purple": "#cc79a7",
    "grey": "#9aa3ad",
}
DARK = LIGHT | {
    "ink": "#e6e9ed",
    "muted": "#a3adb8",
    "grid": "#363d46",
    "paper": "#14181d",
    "blue": "#3d9fdb",
    "green": "#1fb98f",
    "vermillion": "#ee7b2c",
    "grey": "#6b7581",
}
_STYLE: Any = {
    "svg.fonttype": "none",
    "text.parse_math": False,
    "svg.hashsalt": "ringsim",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 10,
    "text.color": LIGHT["ink"],
    "axes.edgecolor": LIGHT["muted"],
    "axes.labelcolor": LIGHT["ink"],
    "axes.facecolor": "none",
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": LIGHT["grid"],
    "grid.linewidth": 0.8,
    "xtick.color": LIGHT["muted"],
    "ytick.color": LIGHT["muted"],
    "xtick.labelcolor": LIGHT["ink"],
    "ytick.labelcolor": LIGHT["ink"],
    "figure.facecolor": "none",
    "hatch.linewidth": 0.7,
    "legend.frameon": False,
    "path.simplify": False,
}
WIDTH_IN = 9.0


def house_style() -> AbstractContextManager[None]:
    """What every chart is drawn and saved in."""
    return matplotlib.rc_context(_STYLE)


def canvas(height_in: float = 3.6, rows: tuple[float, ...] = (1,)) -> tuple[Figure, list[Axes]]:
    """An empty figure with one axes per entry of `rows` (height ratios), sharing their x axis."""
    figure = Figure(figsize=(WIDTH_IN, height_in), layout="constrained")
    grid = figure.subplots(len(rows), 1, sharex=True, squeeze=False, height_ratios=rows)
    return figure, [row[0] for row in grid]


def empty(why: str) -> Figure:
    """A figure that says why there is nothing to draw."""
    figure = Figure(figsize=(WIDTH_IN, 0.7))
    figure.text(0.5, 0.5, why, ha="center", va="center", color=LIGHT["muted"])
    return figure


def boxes(axes: Axes, x: tuple[ArrayLike, ArrayLike], y: tuple[ArrayLike, ArrayLike], **look: Any) -> None:
    """Rectangles in one look as one path: hundreds of them stay small, and are one entry of the legend.

    Parameters
    ----------
    x, y : pair of array_like, shape (n,) or scalar
        Low and high edges.
    look
        Properties of a patch.
    """
    left, right, low, high = np.broadcast_arrays(*x, *y)
    corners = ((left, low), (left, high), (right, high), (right, low), (left, low))
    outlines = np.stack([np.stack(corner, axis=-1) for corner in corners], axis=-2).reshape(-1, 5, 2)
    axes.add_patch(PathPatch(Path.make_compound_path_from_polys(outlines), edgecolor=LIGHT["paper"], **look))


def legend_above(axes: Axes, columns: int) -> None:
    """A legend in one row (or few) above the plot, where it hides no data."""
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, handlelength=1.8, columnspacing=1.4)


def svg(figure: Figure) -> str:
    """A standalone SVG document on white, the same bytes for the same figure."""
    return _saved(figure, LIGHT["paper"])


def inline_svg(figure: Figure, name: str, title: str, alt: str) -> str:
    """An `<svg>` element for a page: ids start with `name`, colours are CSS variables, alternative text inside.

    Parameters
    ----------
    name : str
        A name of the registry of charts, so a valid start of an id.
    title, alt : str
        What a pointer shows and what a screen reader says; escaped here.
    """
    text = re.sub(r"<metadata>.*?</metadata>", "", _saved(figure, "none"), flags=re.S)
    text = text[text.index("<svg") :]
    box = re.search(r'viewBox="[^"]*"', text)
    assert box, "matplotlib writes a viewBox"
    head = f'<svg role="img" aria-label="{_escaped(alt)}" {box[0]} xmlns:xlink="http://www.w3.org/1999/xlink">'
    text = f"{head}<title>{_escaped(title)}</title>" + text[text.index(">") + 1 :]
    text = re.sub(r'\b(id="|url\(#|href="#)', rf"\g<1>{name}-", text)
    for colour, code in LIGHT.items():
        text = text.replace(code, f"var(--{colour})")
    return text.strip()


def _saved(figure: Figure, background: str) -> str:
    out = io.StringIO()
    with house_style():
        figure.savefig(out, format="svg", facecolor=background, metadata={"Date": None})
    short = re.sub(r' d="([^"]*)"', lambda d: f' d="{_rounded(d[1])}"', out.getvalue())
    return re.sub(r"[ \t]*\n[ \t]*", "\n", short)


def _rounded(path: str) -> str:
    short = re.sub(r"-?\d+\.\d+", lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), path)
    return re.sub(r"\s+", " ", short).strip()


def _escaped(text: str) -> str:
    for raw, safe in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(raw, safe)
    return text
