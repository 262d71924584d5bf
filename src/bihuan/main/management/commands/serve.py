"""`bihuan serve`: the whole platform without demo data, every part in one terminal."""

from typing import Any

from django.core.management.base import BaseCommand

from bihuan.main.launch import (
    COMMON_STEPS,
    page_address,
    parts,
    prepare_common,
    require_ports,
    run_parts,
)
from bihuan.main.terminal import Terminal


class Command(BaseCommand):
    """Run every part (全部进程)."""

    help = "运行平台的全部进程（不含演示数据）"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, then run until told to stop."""
        require_ports()
        terminal = Terminal()
        with terminal.steps(COMMON_STEPS) as steps:
            prepare_common(steps)
        address = page_address()
        run_parts(parts(), terminal, announce=lambda: terminal.tell(f"网页 {address}"))
