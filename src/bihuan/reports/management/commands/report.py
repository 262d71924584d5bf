"""`bihuan report check`: derive every number of documents again."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone

from bihuan.reports.figure import Reading
from bihuan.reports.models import ReportVersion, State
from bihuan.reports.services.checking import check_version, note_check


class Command(BaseCommand):
    """Check the numbers of documents (核对报告数据)."""

    help = "重新查询报告中的全部数据项、图和附表，与印出的逐项核对；有不一致时以错误退出"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is done, and which documents."""
        parser.add_argument("act", choices=["check"], help="check：核对")
        parser.add_argument("reports", nargs="*", type=int, help="报告编号；不写则按期间核对")
        parser.add_argument("--since", type=date.fromisoformat, help="期末不早于")
        parser.add_argument("--until", type=date.fromisoformat, help="期末不晚于")
        parser.add_argument("--drafts", action="store_true", help="也核对未印发的")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each document with what differs; exit with an error when anything does."""
        now = timezone.now()
        reading = Reading(now)
        count = figures = unequal = 0
        for version in _versions(options).select_related("report__district"):
            checked = check_version(version, reading)
            note_check(version, checked, by=None, now=now)
            count, figures = count + 1, figures + checked.count
            unequal += len(checked.differences)
            self.stdout.write(
                f"{version}（{version.report.period.words}）："
                f"{checked.count} 项，不一致 {len(checked.differences)} 项"
            )
            for one in checked.differences:
                self.stdout.write(
                    f"  {one.figure.label}：印出 {one.figure.printed}，现为 {one.after}"
                )
        self.stdout.write(f"共核对 {count} 份报告、{figures} 项，不一致 {unequal} 项")
        if unequal:
            raise CommandError(f"{unequal} 项与印出不一致")


def _versions(options: dict[str, Any]) -> QuerySet[ReportVersion]:
    """The newest version of each document, or the newest issued one."""
    if options["drafts"]:
        rows = ReportVersion.objects.filter(pk__in=_newest())
    else:
        rows = ReportVersion.objects.filter(state=State.ISSUED).exclude(
            corrections__state=State.ISSUED
        )
    if options["reports"]:
        rows = rows.filter(report__in=options["reports"])
    if options["since"]:
        rows = rows.filter(report__last__gte=options["since"])
    if options["until"]:
        rows = rows.filter(report__last__lte=options["until"])
    return rows.order_by("report__last", "pk")


def _newest() -> QuerySet[Any, Any]:
    return ReportVersion.objects.filter(report__current__isnull=False).values("report__current")
