"""script/setup: installs what is missing; --browser also gets Chromium."""

import os
import shutil
import subprocess

from script.tool.common import Stop, say
from script.tool.install import ensure

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
NO_BROWSER = (
    "Chromium was not found and could not be installed here: install it from your system's "
    "packages (on Debian: apt-get install chromium) or name one in FELLES_CHROMIUM."
)


def setup(arguments: list[str]) -> int:
    """Install the packages for developing, and the browser when asked for."""
    unknown = set(arguments) - {"--browser", "--serve"}
    if unknown:
        raise Stop(f"script/setup does not know {' '.join(sorted(unknown))}; it takes --browser.")
    ensure("serve" if "--serve" in arguments else "develop")
    if "--browser" in arguments:
        say(f"Chromium: {find_browser() or _install_browser()}")
    say("Everything is in place.")
    return 0


def find_browser() -> str | None:
    """Return the path of a Chromium on this machine, if there is one."""
    names = (os.environ.get("FELLES_CHROMIUM", ""), *BROWSERS)
    return next((path for name in names if name and (path := shutil.which(name))), None)


def _install_browser() -> str:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Stop(NO_BROWSER)
    say("Installing Chromium from the system's packages …")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        command = ["apt-get", "-qq", *arguments]
        subprocess.run(command, env=env, check=False, stdout=subprocess.DEVNULL)
    found = find_browser()
    if not found:
        raise Stop(NO_BROWSER)
    return found
