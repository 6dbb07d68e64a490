"""A real Chromium for journeys, shut off from everything but the server under test."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "var" / "node" / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Start Chromium once for all journeys."""
    path = os.environ.get("FELLES_CHROMIUM")
    if not path:
        pytest.skip("no Chromium was found: script/setup --browser")
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread, where Django would refuse to use the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: "Browser", live_server: LiveServer) -> Iterator["Page"]:
    """Open a page in a fresh profile; an error in the console fails the journey."""
    context = browser.new_context(base_url=live_server.url, locale="nb-NO")
    context.set_default_timeout(10_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if _bad(message) else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def _bad(message: Any) -> bool:
    # Answers such as 404 and 422 are the page's business; a refused script or style is not.
    return bool(message.type == "error" and not message.text.startswith("Failed to load resource"))


def find_violations(page: "Page") -> list[str]:
    """Run axe on the page as it stands and return what it finds, one line each."""
    # Evaluated, not added as a tag: the page's own security policy would refuse it.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS
    )
    return [
        f"{rule['id']}: {' '.join(node['target'])}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
