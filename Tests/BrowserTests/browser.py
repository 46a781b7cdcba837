"""A real Chromium, started once, and pages that must neither complain nor leave the server they came from."""

import atexit
import inspect
import shutil
import time
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from company import PASSWORD

_started = None


def chromium():
    global _started
    if _started is None:
        playwright = sync_playwright().start()
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        atexit.register(lambda: (browser.close(), playwright.stop()))
        _started = browser
    return _started


class Visit:
    """One visitor with cookies of their own. `complaints` holds what the console said and each request that went elsewhere."""

    def __init__(self, address, role=None, **options):
        self.address = address
        self.context = chromium().new_context(base_url=address, accept_downloads=True, **options)
        self.page = self.context.new_page()
        self.complaints = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("request", self._asked)
        if role:
            self.sign_in(f"{role}@example.com")

    def _heard(self, message):
        # A page that is refused is told by the browser as an error of the network; it is what the test asked for.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(f"console {message.type}: {message.text}")

    def _asked(self, request):
        target = urlsplit(request.url)
        if target.scheme not in ("data", "blob") and f"{target.scheme}://{target.netloc}" != self.address:
            self.complaints.append(f"request to {request.url}")

    def sign_in(self, name, password=PASSWORD):
        self.page.goto("/sign-in")
        self.page.fill("input[name=name]", name)
        self.page.fill("input[name=password]", password)
        # A click does not wait for the page it leads to, and checking a password takes its time.
        with self.page.expect_navigation():
            self.page.click("main form button")

    def open(self, path):
        response = self.page.goto(path)
        # The live strip keeps a request open, so the network is never idle: drawn charts say when a page is done.
        self.page.wait_for_load_state("load")
        self.wait_until(
            lambda: self.page.evaluate(
                "[...document.querySelectorAll('canvas[data-chart]')].every((canvas) => window.Chart && Chart.getChart(canvas))"))
        return response

    def wait_until(self, holds, seconds=60):
        """Asks again until it holds. (Playwright's own wait compiles text in the page, which the pages' policy forbids.)"""
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds} s: {inspect.getsource(holds).strip()}")
            self.page.wait_for_timeout(50)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()
