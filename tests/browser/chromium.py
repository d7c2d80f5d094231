"""A real Chromium, headless, that tells what a page asked for, complained about and looks like.

Only what is installed is used: Chromium and chromedriver are looked for on the path, nothing is downloaded.
"""

import base64
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
         "--disable-component-update", "--disable-sync", "--hide-scrollbars")  # fmt: skip


def installed() -> tuple[str, str]:
    """The paths of Chromium and its driver; without them the test is skipped, or fails if RINGSIM_REQUIRE_BROWSER is set."""
    browser, driver = next(filter(None, map(shutil.which, NAMES)), None), shutil.which("chromedriver")
    if browser and driver:
        return browser, driver
    why = (
        f"no {'chromedriver' if browser else 'Chromium'} on the path (Debian: apt-get install chromium chromium-driver)"
    )
    if os.environ.get("RINGSIM_REQUIRE_BROWSER"):
        pytest.fail(f"{why}, and RINGSIM_REQUIRE_BROWSER asks for it")
    pytest.skip(f"the report was not opened in a browser: {why}")


@contextmanager
def chromium(profile: Path) -> Iterator["Window"]:
    """A browser with a new profile in `profile`, page scripts off; closed at the end."""
    browser, driver = installed()
    options = ChromeOptions()
    options.binary_location = browser
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    chrome = Chrome(options, ChromeService(executable_path=driver))
    try:
        yield Window(chrome)
    finally:
        chrome.quit()


class Window:
    """One tab, seen through the protocol of the developer tools: it works with the page's scripts off."""

    def __init__(self, chrome: Chrome) -> None:
        self._chrome = chrome
        self._tell("Emulation.setScriptExecutionDisabled", value=True)

    def _tell(self, command: str, **arguments: Any) -> Any:
        return self._chrome.execute_cdp_cmd(command, arguments)

    def open(self, page: Path, *, scheme: str = "light", width: int = 1280) -> None:
        """Load a file afresh, as a reader who prefers `scheme` on a screen `width` CSS pixels wide."""
        self._tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self._tell(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600
        )
        for name in ("performance", "browser"):
            self._log(name)
        self._chrome.get(page.as_uri())

    def _log(self, name: str) -> list[dict[str, Any]]:
        """What was logged since the last look."""
        return self._chrome.get_log(name)  # type: ignore[no-any-return,no-untyped-call]

    @property
    def title(self) -> str:
        return self._chrome.title

    def complaints(self) -> list[str]:
        """What the console holds since the page was opened."""
        return [entry["message"] for entry in self._log("browser")]

    def requests(self) -> list[str]:
        """Addresses asked for since the page was opened; `data:` is in the page and asks nobody."""
        messages = [json.loads(entry["message"])["message"] for entry in self._log("performance")]
        asked = [one["params"]["request"]["url"] for one in messages if one["method"] == "Network.requestWillBeSent"]
        return [address for address in asked if not address.startswith("data:")]

    def page_width(self) -> int:
        """The width the content takes, in CSS pixels; more than the screen's means scrolling sideways."""
        return int(self._tell("Page.getLayoutMetrics")["cssContentSize"]["width"])

    def boxes(self, selector: str) -> list[tuple[float, float]]:
        """Width and height of each matching element, (0, 0) of one that is not shown."""
        root = self._tell("DOM.getDocument")["root"]["nodeId"]
        return [
            self._box(node) for node in self._tell("DOM.querySelectorAll", nodeId=root, selector=selector)["nodeIds"]
        ]

    def _box(self, node: int) -> tuple[float, float]:
        styles = self._computed(node)
        if styles["display"] == "none" or styles["visibility"] != "visible":
            return 0, 0
        box = self._tell("DOM.getBoxModel", nodeId=node)["model"]
        return box["width"], box["height"]

    def _computed(self, node: int) -> dict[str, str]:
        self._tell("CSS.enable")
        return {
            one["name"]: one["value"] for one in self._tell("CSS.getComputedStyleForNode", nodeId=node)["computedStyle"]
        }

    def picture(self) -> bytes:
        """The whole page as PNG."""
        return base64.b64decode(self._tell("Page.captureScreenshot", captureBeyondViewport=True)["data"])
