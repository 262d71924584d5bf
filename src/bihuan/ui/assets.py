"""The copy step of the front-end packages (前端资源): a chosen list from node_modules into static.

Run it with ``python -m bihuan.ui.assets`` after ``npm ci --ignore-scripts``. Nothing of it is
committed and nothing is fetched at run time, so the platform works on a closed network.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

VENDOR = Path(__file__).parent / "static" / "vendor"

FILES: Mapping[str, str] = MappingProxyType(
    {
        "@tabler/core/dist/css/tabler.min.css": "tabler/tabler.min.css",
        "@tabler/core/dist/js/tabler.min.js": "tabler/tabler.min.js",
        "@tabler/icons-webfont/dist/tabler-icons.min.css": "icons/tabler-icons.min.css",
        "@tabler/icons-webfont/dist/fonts/tabler-icons.woff2": "icons/fonts/tabler-icons.woff2",
        "@tabler/icons-webfont/LICENSE": "icons/LICENSE",
        "echarts/dist/echarts.min.js": "echarts/echarts.min.js",
        "echarts/LICENSE": "echarts/LICENSE",
        "echarts/NOTICE": "echarts/NOTICE",
        "ol/dist/ol.js": "ol/ol.js",
        "ol/ol.css": "ol/ol.css",
        "ol/LICENSE.md": "ol/LICENSE.md",
    }
)
"""Path in node_modules to path under static/vendor."""

_MAP = re.compile(r"\n?(?:/\*#|//#) sourceMappingURL=\S+(?: \*/)?\s*$")
_UNUSED_FONT = re.compile(r',\s*url\("[^")]+\.(?:woff|ttf)\?[^")]*"\)\s*format\("[^"]+"\)')
_VERSION_OF_FONT = re.compile(r'(\.woff2)\?[^"]*"')


class AssetsError(Exception):
    """The front-end packages cannot be copied; the sentence says what to do."""


def without_missing_files(text: str) -> str:
    """Cut references to files that are not copied: source maps, old font formats.

    The manifest of static files refuses a reference that leads nowhere.

    >>> without_missing_files('a{}\\n/*# sourceMappingURL=a.css.map */')
    'a{}'
    >>> without_missing_files('src:url("f.woff2?v1") format("woff2"),url("f.woff?") format("woff")')
    'src:url("f.woff2") format("woff2")'
    """
    return _VERSION_OF_FONT.sub(r'\1"', _UNUSED_FONT.sub("", _MAP.sub("", text)))


def copy_assets(packages: Path, vendor: Path = VENDOR) -> list[Path]:
    """Copy the listed files into the static folder and give their new places.

    Args:
        packages: the node_modules folder.
        vendor: where they go; made when absent.

    Raises:
        AssetsError: node_modules or one of the files is absent.
    """
    if not packages.is_dir():
        raise AssetsError(
            f"no folder {packages}: run 'npm ci --ignore-scripts' beside package.json first"
        )
    return [_copied(packages / source, vendor / place) for source, place in FILES.items()]


def _copied(source: Path, place: Path) -> Path:
    if not source.is_file():
        raise AssetsError(f"{source} is absent: run 'npm ci --ignore-scripts' again")
    place.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix in {".css", ".js"}:
        place.write_text(without_missing_files(source.read_text("utf-8")), "utf-8")
    else:
        place.write_bytes(source.read_bytes())
    return place


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: copy from ./node_modules, or from the folder that is given."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        places = copy_assets(Path(given[0] if given else "node_modules"))
    except AssetsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{len(places)} files copied to {VENDOR}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
