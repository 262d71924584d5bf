"""`bihuan import-values FILE.csv`: take a file of values into the store, all of it or nothing."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bihuan.main.import_service import import_values
from bihuan.main.value_file import WrongFile


class Command(BaseCommand):
    """Import values (数据导入)."""

    help = "导入 CSV 数据：监测点或站点编码、因子、数据类型、时间、数值、标记"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path, help="CSV 文件（UTF-8 或 GB18030）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or say what is wrong."""
        try:
            count = import_values(options["file"], now=datetime.now(UTC))
        except WrongFile as error:
            raise CommandError("没有导入任何数据：\n" + "\n".join(error.faults)) from error
        self.stdout.write(f"已导入 {count} 个数值")
