"""`bihuan restore FOLDER`: a backup into this platform's empty place."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bihuan.documents.error import NotStored
from bihuan.main.backup.error import BackupError
from bihuan.main.backup.place import here
from bihuan.main.backup.restore import restore


class Command(BaseCommand):
    """Restore a backup (恢复); refuses a place that is not empty."""

    help = "把备份恢复到空的位置"
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which backup."""
        parser.add_argument("folder", type=Path, help="备份文件夹")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and say what there is now."""
        try:
            told = restore(options["folder"], here())
        except (BackupError, NotStored) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"已恢复 {told.moment:%Y-%m-%d %H:%M:%S} 的备份：{len(told.files)} 个文件，"
            f"业务数据 {sum(told.tables.values())} 行。请设置下列变量后启动："
        )
        self.stdout.write("  " + "、".join(told.settings or ("（备份时没有设置变量）",)))
