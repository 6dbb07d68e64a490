"""Gathers the few front-end files that pages use from the installed npm packages.

The packages hold thousands of files. Set-up copies the ones named here into `var/assets`, which is
a folder of STATICFILES_DIRS, and draws one icon sprite. Nothing of them is in the repository.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NODE_MODULES = ROOT / "var" / "node" / "node_modules"
# Settings: STATICFILES_DIRS = [ASSETS]; templates: {% static "vendor/htmx.js" %}.
ASSETS = ROOT / "var" / "assets"

# Name under `vendor/` -> file in node_modules.
FILES = {
    "designsystemet.css": "@digdir/designsystemet-css/dist/src/index.css",
    "designsystemet-theme.css": "@digdir/designsystemet-css/dist/theme/designsystemet.css",
    "designsystemet.js": "@digdir/designsystemet-web/dist/umd/index.js",
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "inter/index.css": "@fontsource-variable/inter/index.css",
}
# Name under `vendor/` -> folder in node_modules, and which of its files.
FOLDERS = {"inter/files": ("@fontsource-variable/inter/files", "*-wght-normal.woff2")}
ICON_FOLDER = "@navikt/aksel-icons/dist/svg"


def gather() -> None:
    """Make `var/assets` anew from node_modules and the rooms' icon lists."""
    shutil.rmtree(ASSETS, ignore_errors=True)
    for name, source in FILES.items():
        _copy(NODE_MODULES / source, ASSETS / "vendor" / name)
    for name, (folder, pattern) in FOLDERS.items():
        for source_file in (NODE_MODULES / folder).glob(pattern):
            _copy(source_file, ASSETS / "vendor" / name / source_file.name)
    sprite = draw_sprite(list_icon_names())
    (ASSETS / "vendor" / "icons.svg").write_text(sprite, encoding="utf-8")


def list_icon_names() -> list[str]:
    """Return the icons that the rooms ask for in their `icons.txt` (one Aksel name a line)."""
    lists = sorted((ROOT / "felles").glob("*/icons.txt"))
    lines = [line.split("#")[0].strip() for path in lists for line in path.read_text().splitlines()]
    return sorted({line for line in lines if line})


def draw_sprite(names: list[str]) -> str:
    """Return one SVG with a `<symbol id="Name">` for each icon, coloured by the text around it."""
    symbols = [_symbol(name) for name in names]
    body = "\n".join(symbols)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'


def _symbol(name: str) -> str:
    path = NODE_MODULES / ICON_FOLDER / f"{name}.svg"
    if not path.is_file():
        raise SystemExit(f"There is no icon named {name} in {ICON_FOLDER}.")
    found = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(encoding="utf-8"), re.DOTALL)
    view_box = re.search(r'viewBox="([^"]+)"', path.read_text(encoding="utf-8"))
    if not found or not view_box:
        raise SystemExit(f"The icon {name} is not an SVG with a viewBox.")
    return f'<symbol id="{name}" viewBox="{view_box[1]}">{found[1].strip()}</symbol>'


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


if __name__ == "__main__":
    sys.exit(gather())
