"""The one step of the build that pyproject.toml cannot say: the manual travels in the package."""

import runpy
import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent
INSIDE = Path("bihuan") / "ui" / "manual" / "pages"


def copy_manual(docs: Path, target: Path) -> list[Path]:
    """Copy the pages of the manual and the glossary, and give their new places.

    The notes of the release become one page.
    """
    target.mkdir(parents=True, exist_ok=True)
    sources = [*sorted((docs / "manual").glob("*.md")), docs / "glossary.md"]
    news = runpy.run_path(str(HERE / "src" / "bihuan" / "ui" / "manual" / "news.py"))["news"]
    changes = target / "changes.md"
    changes.write_text(news(docs.parent / "changes"), "utf-8")
    return [*(Path(shutil.copy(source, target)) for source in sources), changes]


class BuildWithManual(build_py):
    """Builds the modules, then puts docs/manual beside the code that serves it."""

    def run(self) -> None:
        """Build; an editable install reads the repository's own pages instead."""
        super().run()
        if not self.editable_mode:
            copy_manual(HERE / "docs", Path(self.build_lib) / INSIDE)


if __name__ == "__main__":
    setup(cmdclass={"build_py": BuildWithManual})
