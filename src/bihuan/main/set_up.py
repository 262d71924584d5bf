"""What must be there before the processes start: tables of the database, files of the pages."""

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from bihuan.accounts.services.agreement import publish_shipped_agreement
from bihuan.main.terminal import Steps


def migrate(steps: Steps) -> None:
    """Bring the business database up to date (数据库迁移)."""
    steps.begin("数据库迁移")
    call_command("migrate", interactive=False, verbosity=0)
    publish_shipped_agreement(now=timezone.now())
    steps.done("数据库迁移")


def collect_static(steps: Steps) -> None:
    """Copy the pages' files where the web process serves them from (静态文件)."""
    steps.begin("页面资源")
    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)
    steps.done("页面资源")
