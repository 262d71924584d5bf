"""`bihuan registry_archive`: the whole registry into one file, or back."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bihuan.documents.error import NotStored
from bihuan.registry.archive.restore import restore_archive
from bihuan.registry.archive.write import write_archive
from bihuan.registry.error import RegistryError


class Command(BaseCommand):
    """Take the registry out, or bring it back (台账档案包)."""

    help = "导出全部台账到一个文件（write），或从文件导回（restore）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do with which file."""
        parser.add_argument("act", choices=("write", "restore"), help="write 导出，restore 导入")
        parser.add_argument("file", type=Path, help="档案包（ZIP）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it as the platform itself: everything, without a person's bounds."""
        file: Path = options["file"]
        now = datetime.now(UTC)
        try:
            if options["act"] == "write":
                with file.open("wb") as out:
                    told = write_archive(out, by=None, now=now)
                rows = sum(part["rows"] for part in told["parts"].values())
                self.stdout.write(f"已导出 {rows} 行到 {file}")
            else:
                with file.open("rb") as given:
                    done = restore_archive(given, by=None, now=now)
                added, equal = sum(done.added.values()), sum(done.equal.values())
                self.stdout.write(f"新增 {added} 行，相同 {equal} 行")
        except (OSError, RegistryError, NotStored) as error:
            raise CommandError(str(error)) from error
