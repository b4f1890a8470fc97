"""Makes the pictures of the web chat in docs/pictures/ anew, from the content as it is: `make pictures`.

Runs the bot on a free port with a database of its own and takes the pictures with Chromium
(Debian: apt-get install chromium chromium-driver fonts-noto-color-emoji).
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions, ChromeService, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

ROOT = Path(__file__).parent.parent
INTO = ROOT / "docs" / "pictures"
MOST_BYTES = 120_000
FLAGS = (
    "headless=new",
    "no-sandbox",
    "disable-gpu",
    "hide-scrollbars",
    "disable-lcd-text",
    "force-prefers-reduced-motion",
)


@dataclass(frozen=True)
class Picture:
    """What to write into the chat, what must be seen then, and how wide the screen is; `height` cuts it."""

    name: str
    query: str
    question: str
    sees: str
    width: int = 640
    height: int = 0


PICTURES = (
    Picture("question-es", "?lang=es", "cuanto cuesta la visa", "USD"),
    Picture("choices-es", "?lang=es", "cuanto voy a gastar", "Ninguna de estas"),
    Picture("staff-es", "?lang=es&staff=1", "cuanto cobran por la consulta", "contestada"),
    Picture("staff-en", "?lang=en&staff=1", "how much do you charge for a consultation", "answered"),
    Picture("phone-en", "?lang=en", "can i still get one of the 65000 visas", "65,000", 360, 640),
)


def main() -> None:
    """Take all of them."""
    INTO.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, web_chat(Path(var)) as address, browser(Path(var)) as chrome:
        for each in PICTURES:
            png = taken(chrome, address, each)
            if len(png) > MOST_BYTES:
                sys.exit(f"{each.name}.png would be {len(png)} bytes, and {MOST_BYTES} are the most.")
            (INTO / f"{each.name}.png").write_bytes(png)
            print(f"{each.name}.png: {len(png) // 1000} kB")


@contextmanager
def web_chat(var: Path) -> Iterator[str]:
    """The bot on a free port, with its full matcher; its address."""
    if (ROOT / "var" / "matching").is_dir():
        shutil.copytree(ROOT / "var" / "matching", var / "matching")
    settings = {**os.environ, "VAR_DIR": str(var), "WEB_LISTEN": "127.0.0.1:0", "TELEGRAM_TOKEN": ""}
    bot = [sys.executable, "-m", "bot"]
    # Asking once fits the matcher, so that the pictures show the one that people get.
    subprocess.run([*bot, "ask"], cwd=ROOT, env=settings, input=b"visa\n", capture_output=True, check=True)
    with subprocess.Popen(
        [*bot, "run"], cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        try:
            said = running.stdout.readline() if running.stdout else ""
            if not said:
                sys.exit("The bot did not start. Please try: python -m bot run")
            yield said.split()[-1]
        finally:
            running.terminate()


@contextmanager
def browser(var: Path) -> Iterator[Chrome]:
    """Chromium without a window."""
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    for flag in (*FLAGS, f"user-data-dir={var / 'chromium'}"):
        options.add_argument(f"--{flag}")
    driver = Chrome(options, ChromeService(shutil.which("chromedriver") or "chromedriver"))
    try:
        yield driver
    finally:
        driver.quit()


def taken(chrome: Chrome, address: str, picture: Picture) -> bytes:
    """The conversation as a PNG: from the person's question down, with the box below."""

    def screen(height: int) -> None:
        size = {"width": picture.width, "height": height, "deviceScaleFactor": 1}
        chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {**size, "mobile": picture.width < 600})

    def answers() -> int:
        return len(chrome.find_elements(By.CSS_SELECTOR, ".bot .text"))

    chrome.delete_all_cookies()
    screen(640)
    chrome.get(f"{address}/{picture.query}")
    WebDriverWait(chrome, 60).until(lambda _: answers() == 1)
    chrome.find_element(By.TAG_NAME, "textarea").send_keys(picture.question, Keys.ENTER)
    WebDriverWait(chrome, 60).until(lambda _: answers() == 2)
    if picture.sees not in (seen := chrome.find_element(By.TAG_NAME, "body").text):
        sys.exit(f'{picture.name} should show "{picture.sees}", and shows:\n{seen}')
    # The greeting goes, so that the answer is large enough to be read.
    chrome.execute_script("document.querySelector('.bot').remove(); document.activeElement.blur()")
    screen(100)
    screen(picture.height or int(str(chrome.execute_script("return document.scrollingElement.scrollHeight"))))
    chrome.execute_script("window.scrollTo(0, 0)")
    shot = chrome.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    return base64.b64decode(shot["data"])


if __name__ == "__main__":
    main()
