"""`bihuan drill`: does the last backup restore?"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bihuan.main.backup.error import BackupError
from bihuan.main.backup.make import newest_backup
from bihuan.main.backup.restore import drill


class Command(BaseCommand):
    """Restore a backup into an empty place and compare counts and hashes (恢复演练)."""

    help = "演练恢复并核对"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which backup, and where there is room."""
        parser.add_argument("folder", type=Path, nargs="?", help="备份文件夹，缺省为最近一份")
        scratch = settings.HOME / "drill"
        parser.add_argument("--scratch", type=Path, default=scratch, help="临时位置")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 1 where something differs."""
        folder = options["folder"] or (settings.BACKUPS and newest_backup(settings.BACKUPS))
        if not folder:
            raise CommandError("没有可演练的备份：请先运行 bihuan backup")
        try:
            proof = drill(folder, scratch=options["scratch"], now=timezone.now())
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"演练 {proof.backup}：{proof.files} 个文件逐一核对，"
            f"{proof.tables} 张表 {proof.rows} 行，时序数据 {proof.lake_rows} 行"
        )
        for fault in proof.faults:
            self.stdout.write(f"不符 {fault}")
        if proof.faults:
            sys.exit(1)
        self.stdout.write("全部相符：备份可以恢复")
