import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bihuan.accounts.migration


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        bihuan.accounts.migration.CreateModels(
            tables=[
                migrations.CreateModel(
                    name="NumberSeries",
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
                        (
                            "code",
                            models.CharField(max_length=120, unique=True, verbose_name="序列"),
                        ),
                        ("last", models.PositiveIntegerField(default=0, verbose_name="最后一号")),
                    ],
                    options={
                        "verbose_name": "编号序列",
                        "verbose_name_plural": "编号序列",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="StoredFile",
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
                        (
                            "receipt",
                            models.CharField(max_length=40, unique=True, verbose_name="回执号"),
                        ),
                        ("name", models.CharField(max_length=255, verbose_name="文件名")),
                        ("media_type", models.CharField(max_length=100, verbose_name="类型")),
                        ("size", models.PositiveBigIntegerField(verbose_name="大小（字节）")),
                        (
                            "sha256",
                            models.CharField(db_index=True, max_length=64, verbose_name="SHA-256"),
                        ),
                        ("kept_at", models.DateTimeField(verbose_name="收到时间")),
                        (
                            "taken_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="拍摄时间"),
                        ),
                        (
                            "longitude",
                            models.FloatField(blank=True, null=True, verbose_name="经度"),
                        ),
                        ("latitude", models.FloatField(blank=True, null=True, verbose_name="纬度")),
                        (
                            "width",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="宽"),
                        ),
                        (
                            "height",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="高"),
                        ),
                        (
                            "kept_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "附件",
                        "verbose_name_plural": "附件",
                        "ordering": ["-kept_at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Upload",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                                verbose_name="上传编号",
                            ),
                        ),
                        ("name", models.CharField(max_length=255, verbose_name="文件名")),
                        ("size", models.PositiveBigIntegerField(verbose_name="大小（字节）")),
                        (
                            "received",
                            models.PositiveBigIntegerField(default=0, verbose_name="已收（字节）"),
                        ),
                        ("begun_at", models.DateTimeField(verbose_name="开始时间")),
                        (
                            "begun_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="documents.storedfile",
                                verbose_name="附件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "上传",
                        "verbose_name_plural": "上传",
                        "ordering": ["-begun_at"],
                    },
                ),
                migrations.CreateModel(
                    name="IssuedNumber",
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
                        ("serial", models.PositiveIntegerField(verbose_name="序号")),
                        (
                            "text",
                            models.CharField(max_length=120, unique=True, verbose_name="文号"),
                        ),
                        ("purpose", models.CharField(max_length=200, verbose_name="用途")),
                        ("issued_at", models.DateTimeField(verbose_name="取号时间")),
                        (
                            "voided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="作废时间"),
                        ),
                        (
                            "void_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="作废原因"),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="取号人",
                            ),
                        ),
                        (
                            "voided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="作废人",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="numbers",
                                to="documents.numberseries",
                                verbose_name="编号序列",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "文号",
                        "verbose_name_plural": "文号",
                        "ordering": ["series", "serial"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("series", "serial"), name="documents_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("voided_at__isnull", True),
                                    models.Q(("void_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="documents_void_has_reason",
                                violation_error_message="作废必须写明原因",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PhotoPrint",
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
                        ("part", models.CharField(max_length=20, verbose_name="部位")),
                        ("value", models.BigIntegerField(verbose_name="指纹")),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="prints",
                                to="documents.storedfile",
                                verbose_name="照片",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "照片指纹",
                        "verbose_name_plural": "照片指纹",
                        "ordering": ["file", "part"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("file", "part"), name="documents_print_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
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
                        ("object_kind", models.CharField(max_length=60, verbose_name="对象类型")),
                        ("object_id", models.CharField(max_length=20, verbose_name="对象编号")),
                        (
                            "caption",
                            models.CharField(blank=True, max_length=120, verbose_name="说明"),
                        ),
                        ("added_at", models.DateTimeField(verbose_name="添加时间")),
                        (
                            "removed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="移除时间"),
                        ),
                        (
                            "removed_because",
                            models.CharField(blank=True, max_length=200, verbose_name="移除原因"),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="添加人",
                            ),
                        ),
                        (
                            "removed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="移除人",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="documents.storedfile",
                                verbose_name="附件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "对象附件",
                        "verbose_name_plural": "对象附件",
                        "ordering": ["-added_at", "-id"],
                        "indexes": [
                            models.Index(
                                fields=["object_kind", "object_id"], name="documents_attached_to"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
