import django.db.models.deletion
from django.db import migrations, models

import bihuan.accounts.migration


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("registry", "0001_initial"),
    ]

    operations = [
        bihuan.accounts.migration.CreateModels(
            tables=[
                migrations.CreateModel(
                    name="DeviceKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("since", models.DateTimeField(verbose_name="启用时间")),
                        ("sealed", models.TextField(editable=False, verbose_name="密钥（密文）")),
                        (
                            "device",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="keys",
                                to="registry.device",
                                verbose_name="设备",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "设备密钥（SM4）",
                        "verbose_name_plural": "设备密钥（SM4）",
                        "ordering": ["device", "-since"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("device", "since"),
                                name="gateway_key_since_once",
                                violation_error_message="该设备在此时间已有密钥",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
