from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("watch", "0001_initial")]

    operations = [migrations.RemoveField("event", "arrived_at")]
