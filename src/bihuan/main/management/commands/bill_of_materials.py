"""`bihuan bill-of-materials`: packages and licences, made with the build."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from bihuan.main.bill_of_materials import Leave, cyclonedx, parts


class Command(BaseCommand):
    """Write the bill (软件物料清单) in CycloneDX; exit code 1 where a licence is refused."""

    help = "软件物料清单与许可"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("--output", type=Path, help="CycloneDX 文件，缺省为标准输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        found = parts()
        text = cyclonedx(found, now=timezone.now())
        if options["output"]:
            options["output"].write_text(text, "utf-8")
        else:
            self.stdout.write(text)
        refused = [part.name for part in found if part.leave is Leave.STRONG]
        if refused:
            self.stderr.write(f"不得使用的许可：{'、'.join(refused)}")
            sys.exit(1)
