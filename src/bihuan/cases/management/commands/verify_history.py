"""`bihuan verify-history`: whether the history of all cases is whole."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bihuan.cases.services.history import verify_history


class Command(BaseCommand):
    """Check the chain, its anchors and the stages of cases (历史校验)."""

    help = "校验全部事项的办理记录：改动、插入、删除和截尾都会被发现"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was checked; exit with an error when something is wrong."""
        verdict = verify_history()
        for fault in verdict.faults:
            self.stderr.write(fault)
        if verdict.faults:
            raise CommandError(f"办理记录不完整：{len(verdict.faults)} 处")
        self.stdout.write(
            f"办理记录完整：{verdict.rows} 条记录，{verdict.anchors} 个每日锚点，全部相符"
        )
