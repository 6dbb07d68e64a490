"""Which installed npm packages are served, and under which prefix.

The settings module hands the result to ``STATICFILES_DIRS``; nothing is copied into the project.
"""

from __future__ import annotations

from pathlib import Path

# Only the folders that a page links to: whole packages hold thousands of files.
PACKAGES: dict[str, str] = {
    "npm/designsystemet": "@digdir/designsystemet-css/dist",
    "npm/designsystemet-web": "@digdir/designsystemet-web/dist/umd",
    "npm/htmx": "htmx.org/dist",
    "npm/inter": "@fontsource-variable/inter",
    # The scripts of the families' languages that few machines have.
    "npm/arabic": "@expo-google-fonts/ibm-plex-sans-arabic/400Regular",
    "npm/ethiopic": "@expo-google-fonts/noto-sans-ethiopic/400Regular",
}


def static_dirs(node_modules: Path) -> list[tuple[str, str]]:
    """Return (prefix, folder) pairs for ``STATICFILES_DIRS``, leaving out what is missing."""
    pairs = ((prefix, node_modules / folder) for prefix, folder in PACKAGES.items())
    return [(prefix, str(folder)) for prefix, folder in pairs if folder.is_dir()]
