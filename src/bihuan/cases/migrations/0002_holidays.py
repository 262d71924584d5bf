"""The holidays that the shipped table knows; the year after its last is not yet announced."""

from typing import Any

from django.db import migrations


def seed(apps: Any, schema_editor: Any) -> None:
    from bihuan.cases.office_calendar import seed_days

    day_model = apps.get_model("cases", "CalendarDay")
    year_model = apps.get_model("cases", "CalendarYear")
    days = list(seed_days())
    day_model.objects.bulk_create(
        [day_model(day=day, kind=kind, name=name) for day, kind, name in days],
        ignore_conflicts=True,
    )
    years = sorted({day.year for day, _, _ in days})
    source = "国务院办公厅关于{}年部分节假日安排的通知"
    year_model.objects.bulk_create(
        [
            *(
                year_model(year=year, is_announced=True, source=source.format(year))
                for year in years
            ),
            year_model(year=years[-1] + 1, is_announced=False),
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
