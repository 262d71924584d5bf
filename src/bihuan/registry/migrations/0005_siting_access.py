"""How one gets to a station, in its siting file."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("registry", "0004_search_codes")]

    operations = [
        migrations.AddField(
            model_name="stationsiting",
            name="access",
            field=models.CharField(blank=True, max_length=200, verbose_name="进站条件"),
        ),
    ]
