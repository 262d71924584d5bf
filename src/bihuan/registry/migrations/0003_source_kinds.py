"""The kinds of local sources that every county has; others are added as data."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KINDS = (
    ("industry", "工业", "SO2、NOx、颗粒物、VOCs"),
    ("construction", "工地", "扬尘"),
    ("road", "道路", "扬尘、NOx"),
    ("catering", "餐饮", "油烟、VOCs"),
    ("garage", "汽修", "VOCs"),
    ("coal", "散煤", "SO2、颗粒物、CO"),
    ("petrol", "加油站", "VOCs"),
    ("bare_land", "裸地", "扬尘"),
    ("vehicle", "机动车", "NOx、CO、颗粒物"),
    ("other", "其他", ""),
)


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the kinds."""
    kind = apps.get_model("registry", "SourceKind")
    for order, (code, name, pollutants) in enumerate(KINDS, 1):
        kind.objects.get_or_create(
            code=code, defaults={"name": name, "pollutants": pollutants, "order": order * 10}
        )


class Migration(migrations.Migration):
    """Ten kinds."""

    dependencies = [("registry", "0002_search_grams")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
