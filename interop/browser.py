"""Debian's Chromium and its driver: headless, with a throw-away profile and no network."""

import base64
import contextlib
import io
import json
import shutil
import tempfile
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any, final

import attrs
from pypdf import PdfReader
from selenium import webdriver
from selenium.webdriver.support.wait import WebDriverWait

__all__ = ["PAPERS", "Browser", "Paper", "open_browser"]

_FLAGS = (
    *("headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking"),
    *("disable-component-update", "disable-sync", "hide-scrollbars"),
)
_PHONE = 500  # the widest page that is shown as on a phone
_HEIGHT = 740
_PATIENCE = 30  # seconds
_ARRIVED = "return !window.isLeft && document.readyState === 'complete' && location.href === arguments[0];"


@final
@attrs.frozen
class Paper:
    """A sheet, in inches."""

    width: float
    height: float


PAPERS = {"A4": Paper(8.27, 11.69), "Letter": Paper(8.5, 11)}


@final
class Browser:
    """One browser, one page at a time."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self._driver = driver

    def show(self, path: Path, *, width: int, dark: bool = False) -> None:
        """Open a page at a width."""
        self._tell(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=_HEIGHT,
            deviceScaleFactor=1,
            mobile=width <= _PHONE,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._tell("Emulation.setEmulatedMedia", features=[scheme])
        self._logs()
        # The driver may return while the previous page is still there, for instance while it is being printed. So the
        # previous page is marked, and we wait until the mark is gone.
        self.run("window.isLeft = true")
        self._driver.get(path.as_uri())
        WebDriverWait(self._driver, _PATIENCE, poll_frequency=0.02).until(lambda _: self.run(_ARRIVED, path.as_uri()))

    def run(self, script: str, *arguments: object) -> Any:
        """Return the result of a script; the page's policy does not apply to the driver's scripts."""
        return self._driver.execute_script(script, *arguments)

    def asked_for(self) -> list[str]:
        """The addresses of everything loaded since the page was opened, itself included."""
        messages = [json.loads(each["message"])["message"] for each in self._driver.get_log("performance")]
        asked = [each["params"] for each in messages if each["method"] == "Network.requestWillBeSent"]
        # The browser's own start page may still be loading.
        return [each["request"]["url"] for each in asked if not each["documentURL"].startswith("chrome://")]

    def complaints(self) -> list[str]:
        """The messages on the console."""
        return [each["message"] for each in self._driver.get_log("browser")]

    def printed(self, paper: Paper) -> list[str]:
        """Print the page and return the text of each sheet."""
        size = {"paperWidth": paper.width, "paperHeight": paper.height}
        pdf = self._tell("Page.printToPDF", preferCSSPageSize=False, printBackground=False, **size)
        reader = PdfReader(io.BytesIO(base64.b64decode(pdf["data"])))
        return [" ".join(page.extract_text().split()) for page in reader.pages]

    def picture(self) -> bytes:
        """A screenshot as PNG."""
        return base64.b64decode(self._tell("Page.captureScreenshot", format="png")["data"])

    def _tell(self, command: str, **arguments: object) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = self._driver.execute_cdp_cmd(command, arguments)
        return answer

    def _logs(self) -> None:
        """Empty the logs."""
        for kind in ("performance", "browser"):
            self._driver.get_log(kind)


@contextlib.contextmanager
def open_browser() -> Generator[Browser]:
    """Open a browser, and close it at the end."""
    chromium, driver_program = _found("chromium"), _found("chromedriver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in _FLAGS:
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options.add_argument(f"--user-data-dir={profile}")
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver_program))
        try:
            yield Browser(driver)
        finally:
            driver.quit()


def _found(program: str) -> str:
    """The path of a program; without one, selenium would download its own."""
    path = shutil.which(program)
    if path is None:
        raise FileNotFoundError(f"{program} is not installed (Debian: chromium chromium-driver)")
    return path
