"""`bihuan backup`: one backup now."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bihuan.documents.error import NotStored
from bihuan.main.backup.error import BackupError
from bihuan.main.backup.make import copy_off_site, forget_old, make_backup
from bihuan.main.backup.manifest import read_manifest
from bihuan.main.backup.place import here


class Command(BaseCommand):
    """Back up while everything runs (备份): business database, telemetry, files, anchors."""

    help = "备份全部数据"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("--to", type=Path, default=settings.BACKUPS, help="备份文件夹")
        parser.add_argument(
            "--off-site", default=settings.BACKUPS_OFFSITE, help="异地文件夹或 s3://"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Back up, copy off site, forget old ones; say what was done."""
        if options["to"] is None:
            raise CommandError("请用 --to 或环境变量 BIHUAN_BACKUPS 指定备份文件夹")
        try:
            folder = make_backup(options["to"], here(), now=timezone.now())
        except (BackupError, NotStored) as error:
            raise CommandError(str(error)) from error
        told = read_manifest(folder)
        self.stdout.write(
            f"已备份到 {folder}：{len(told.files)} 个文件 {told.size / 1e6:.1f} MB，"
            f"业务数据 {sum(told.tables.values())} 行，时序数据 {sum(told.lake.values())} 行"
        )
        if options["off_site"]:
            self.stdout.write(f"异地备份 {copy_off_site(folder, options['off_site'])} 个文件")
        for name in forget_old(options["to"], kept=settings.BACKUPS_KEPT):
            self.stdout.write(f"已清理旧备份 {name}")
