"""The report in a real Chromium with scripts off: quiet, alone, whole, and readable in light and dark, wide and narrow."""

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import matplotlib.image
import pytest

from sim.report.charts import charts
from sim.report.html import HEADLINE
from tests.browser.chromium import Window, chromium

pytestmark = pytest.mark.browser

WIDE, NARROW = 1280, 390
FIRST = {"quickstart": "comparison", "asterisk_day": "recorded"}
"""Scenario -> the section that comes first in its report: an answer, or recorded figures; the others follow."""
SECTIONS = ("intervals", "charts", "lost", "outcomes", "numbers", "provenance")
BAD = """<title>scripts off</title><script>document.title = "scripts on"</script>
<div style="width: 2000px">wide</div><section style="display: none">hidden</section><section>shown</section>
<img src="missing.png">"""


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    with chromium(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module", params=FIRST)
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page that a run of a shipped scenario writes."""
    program, folder = Path(sys.executable).parent / "ringsim", tmp_path_factory.mktemp("results")
    subprocess.run([program, "run", request.param, "--short", "--out", folder], check=True, capture_output=True)
    return next(folder.rglob("report.html"))


def brightness(png: bytes) -> tuple[float, float]:
    """Mean and spread of the picture's pixels, black 0 to white 1."""
    pixels = matplotlib.image.imread(io.BytesIO(png), format="png")[:, :, :3]
    return float(pixels.mean()), float(pixels.std())


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_asks_nobody_and_complains_of_nothing(window: Window, page: Path, scheme: str, width: int) -> None:
    window.open(page, scheme=scheme, width=width)
    assert window.requests() == [page.as_uri()]
    assert window.complaints() == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_section_number_and_chart_is_seen_without_scrolling_sideways(
    window: Window, page: Path, width: int
) -> None:
    window.open(page, width=width)
    assert window.page_width() <= width
    sections = re.findall(r'<section id="(\w+)"', page.read_text(encoding="utf-8"))
    assert sections[0] == FIRST[page.parents[1].name]
    assert set(SECTIONS) < set(sections)
    seen = [f"section#{name}" for name in sections]
    seen += [f"#number-{name} .value" for name in HEADLINE]
    seen += [f"#chart-{chart.name} svg" for chart in charts()]
    for selector in seen:
        boxes = window.boxes(selector)
        assert len(boxes) == 1, selector
        assert min(boxes[0]) > 10, selector
    assert len(window.boxes("section")) == len(sections), "a section has no name"


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_light_is_light_and_dark_is_dark(window: Window, page: Path, width: int) -> None:
    seen = {}
    for scheme in ("light", "dark"):
        window.open(page, scheme=scheme, width=width)
        seen[scheme], spread = brightness(window.picture())
        assert spread > 0.05, f"the {scheme} page is blank"
    assert seen["light"] > 0.8
    assert seen["dark"] < 0.3


def test_a_bad_page_is_noticed(window: Window, tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text(BAD, encoding="utf-8")
    window.open(path)
    assert window.title == "scripts off"
    assert window.requests() == [path.as_uri(), (tmp_path / "missing.png").as_uri()]
    assert len(window.complaints()) == 1
    assert window.page_width() > WIDE
    assert [height > 0 for _, height in window.boxes("section")] == [False, True]


def test_a_missing_browser_skips_aloud_or_fails_where_one_is_required(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("RINGSIM_REQUIRE_BROWSER", raising=False)
    with pytest.raises(pytest.skip.Exception, match="not opened in a browser: no Chromium"), chromium(tmp_path):
        pass
    monkeypatch.setenv("RINGSIM_REQUIRE_BROWSER", "1")
    with pytest.raises(pytest.fail.Exception, match="no Chromium"), chromium(tmp_path):
        pass
