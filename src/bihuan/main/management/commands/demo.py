"""`bihuan demo`: the whole platform with invented data and live simulated devices."""

import os
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.table import Table

from bihuan.main.demo.enrolment.people import demo_people
from bihuan.main.demo.prepare import prepare
from bihuan.main.demo.reference.folder import ReferenceFiles, reference_files
from bihuan.main.demo.reference.prepare import prepare_real
from bihuan.main.launch import (
    COMMON_STEPS,
    page_address,
    parts,
    prepare_common,
    require_ports,
    run_parts,
)
from bihuan.main.processes import Part
from bihuan.main.terminal import Terminal


class Command(BaseCommand):
    """Set the demo up and run it (演示)."""

    help = "演示：一个县、一个省的数据，全部进程，模拟设备持续上报"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to show."""
        parser.add_argument("--data", type=Path, help="改用此文件夹里的真实数据（回放）")
        parser.add_argument("--prepare-only", action="store_true", help="只准备数据，不启动")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, then run until told to stop."""
        if not settings.DEMO:
            raise CommandError("演示只能在 BIHUAN_DEMO=1 时运行：演示账号的密码是公开的")
        files = None if options["data"] is None else reference_files(options["data"])
        if not options["prepare_only"]:
            require_ports()
        terminal, now = Terminal(), datetime.now(UTC)
        with terminal.steps(COMMON_STEPS + 1) as steps:
            prepare_common(steps)
            if files is None:
                prepare(steps, home=settings.HOME, now=now)
            else:
                prepare_real(files, steps, home=settings.HOME, now=now)
        if not options["prepare_only"]:
            run_parts(
                (*parts(), _devices(files), *_upstream(files)),
                terminal,
                announce=lambda: announce(terminal, real_data=files is not None),
                environment={"BIHUAN_LOG": os.environ.get("BIHUAN_LOG", "WARNING")},
            )


def _devices(files: ReferenceFiles | None) -> Part:
    """The process that sends: invented live devices, or the player of real data."""
    if files is None:
        return Part("devices", ("demo_devices",), after_s=3.0)
    return Part("devices", ("demo_replay", "--data", str(files.folder)), after_s=3.0)


def _upstream(files: ReferenceFiles | None) -> tuple[Part, ...]:
    """The upper platform that the invented county's adapters read from."""
    return () if files else (Part("upstream", ("demo_upstream",), after_s=3.0),)


def announce(terminal: Terminal, *, real_data: bool) -> None:
    """Where to look, and as whom."""
    table = Table(title="演示账号", title_justify="left")
    for heading in ("用户名", "密码", "姓名"):
        table.add_column(heading, no_wrap=True)
    for heading in ("角色", "区划", "职责"):
        table.add_column(heading)
    for p in demo_people(real_data=real_data):
        table.add_row(p.username, p.password, p.name, p.role, p.district, p.duty)
    terminal.console.print(table)
    terminal.tell(f"网页 {page_address()}    按 Ctrl-C 停止")
