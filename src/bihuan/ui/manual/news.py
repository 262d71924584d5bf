"""The notes of a release made into one page of the manual (更新记录); imports nothing of ours."""

from pathlib import Path

HEAD = """# 更新记录

平台升级时自动更新数据表，已有数据不丢失；升级前请先备份。下面是本版本的变化，按内容分列。
"""


def news(folder: Path) -> str:
    """Every note of a folder under one heading each, in the order of their names."""
    return "\n\n".join([HEAD.strip(), *map(_section, sorted(folder.glob("*.md")))]) + "\n"


def _section(path: Path) -> str:
    """A note with its own heading one level down; one without keeps just its text."""
    text = path.read_text("utf-8").strip()
    return f"#{text}" if text.startswith("# ") else text
