"""`bihuan verify-audit`: does the chain of the audit trail hold, and the settings agree with it?"""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from bihuan.accounts.queries.sealing import audit_condition
from bihuan.accounts.queries.setting_proof import altered_settings


class Command(BaseCommand):
    """Walk the whole chain (核验审计链), compare the settings; exit code 1 where one fails."""

    help = "核验审计记录和配置的完整性"

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was found."""
        condition = audit_condition(settings.ANCHORS, timezone.now())
        self.stdout.write(f"核验 {condition.rows} 条，链首第 {condition.head.position} 条")
        for breach in condition.broken:
            self.stdout.write(f"断点 第 {breach.position} 条：{breach.because}")
        if condition.waiting:
            self.stdout.write(f"逾时未封存 {condition.waiting} 条：请检查后台任务")
        altered = altered_settings()
        for one in altered:
            self.stdout.write(f"配置“{one.name}”与修改记录不符：{one.because}")
        if altered or not condition.is_sound:
            sys.exit(1)
        self.stdout.write("完整：没有发现修改或删除")
