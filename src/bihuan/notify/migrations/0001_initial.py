import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bihuan.accounts.migration


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
    ]

    operations = [
        bihuan.accounts.migration.CreateModels(
            tables=[
                migrations.CreateModel(
                    name="Channel",
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
                        ("code", models.CharField(max_length=20, verbose_name="渠道类型")),
                        ("name", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                        (
                            "settings",
                            models.JSONField(blank=True, default=dict, verbose_name="参数"),
                        ),
                        ("sealed", models.TextField(blank=True, verbose_name="密钥（已加密）")),
                        (
                            "secret_file",
                            models.CharField(blank=True, max_length=200, verbose_name="密钥文件"),
                        ),
                        (
                            "kinds",
                            models.JSONField(blank=True, default=list, verbose_name="消息类型"),
                        ),
                        (
                            "least",
                            models.CharField(
                                choices=[
                                    ("low", "一般"),
                                    ("normal", "普通"),
                                    ("high", "紧急"),
                                    ("highest", "特急"),
                                ],
                                default="normal",
                                max_length=8,
                                verbose_name="最低紧急程度",
                            ),
                        ),
                        (
                            "quiet_from",
                            models.TimeField(blank=True, null=True, verbose_name="免打扰开始"),
                        ),
                        (
                            "quiet_until",
                            models.TimeField(blank=True, null=True, verbose_name="免打扰结束"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                    ],
                    options={
                        "verbose_name": "通知渠道",
                        "verbose_name_plural": "通知渠道",
                        "ordering": ["code", "name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("least__in", ["high", "highest", "low", "normal"])
                                ),
                                name="notify_channel_least_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("quiet_from__isnull", True), ("quiet_until__isnull", True)
                                    ),
                                    models.Q(
                                        ("quiet_from__isnull", False),
                                        ("quiet_until__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="notify_channel_quiet_both_or_none",
                                violation_error_message="免打扰的开始和结束须同时填写",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Preference",
                    fields=[
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="notice_preference",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                        ("by_sms", models.BooleanField(default=True, verbose_name="接收短信")),
                        ("by_email", models.BooleanField(default=True, verbose_name="接收邮件")),
                        (
                            "quiet_from",
                            models.TimeField(blank=True, null=True, verbose_name="免打扰开始"),
                        ),
                        (
                            "quiet_until",
                            models.TimeField(blank=True, null=True, verbose_name="免打扰结束"),
                        ),
                    ],
                    options={
                        "verbose_name": "接收设置",
                        "verbose_name_plural": "接收设置",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("quiet_from__isnull", True), ("quiet_until__isnull", True)
                                    ),
                                    models.Q(
                                        ("quiet_from__isnull", False),
                                        ("quiet_until__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="notify_preference_quiet_both_or_none",
                                violation_error_message="免打扰的开始和结束须同时填写",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Roster",
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
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rosters",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                        (
                            "members",
                            models.ManyToManyField(
                                related_name="rosters",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="成员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "值班组",
                        "verbose_name_plural": "值班组",
                        "ordering": ["district", "name"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("district", "name"),
                                name="notify_roster_name_once",
                                violation_error_message="该行政区划已有同名值班组",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Shift",
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
                        ("start", models.DateTimeField(verbose_name="开始时间")),
                        ("end", models.DateTimeField(verbose_name="结束时间")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shifts",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="值班人员",
                            ),
                        ),
                        (
                            "roster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="shifts",
                                to="notify.roster",
                                verbose_name="值班组",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "值班班次",
                        "verbose_name_plural": "值班班次",
                        "ordering": ["start", "roster"],
                        "indexes": [
                            models.Index(fields=["end", "start"], name="notify_shift_span")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("end__gt", models.F("start"))),
                                name="notify_shift_ends_after_start",
                                violation_error_message="结束时间必须晚于开始时间",
                            ),
                            models.UniqueConstraint(
                                fields=("roster", "person", "start"),
                                name="notify_shift_once",
                                violation_error_message="该人员在此时间已有班次",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TextVersion",
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
                        ("kind", models.CharField(max_length=60, verbose_name="消息类型")),
                        ("number", models.PositiveIntegerField(verbose_name="版本号")),
                        ("title", models.CharField(max_length=200, verbose_name="标题模板")),
                        ("text", models.TextField(max_length=4000, verbose_name="正文模板")),
                        ("note", models.CharField(max_length=200, verbose_name="修改说明")),
                        ("at", models.DateTimeField(verbose_name="修改时间")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notice_texts",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="修改人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "消息模板版本",
                        "verbose_name_plural": "消息模板版本",
                        "ordering": ["kind", "-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "number"), name="notify_text_number_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Message",
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
                            "kind",
                            models.CharField(db_index=True, max_length=60, verbose_name="消息类型"),
                        ),
                        (
                            "key",
                            models.CharField(blank=True, max_length=160, verbose_name="去重标识"),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("low", "一般"),
                                    ("normal", "普通"),
                                    ("high", "紧急"),
                                    ("highest", "特急"),
                                ],
                                max_length=8,
                                verbose_name="紧急程度",
                            ),
                        ),
                        ("title", models.CharField(max_length=300, verbose_name="标题")),
                        ("text", models.TextField(verbose_name="正文")),
                        ("link", models.CharField(blank=True, max_length=300, verbose_name="链接")),
                        ("context", models.JSONField(default=dict, verbose_name="字段")),
                        (
                            "created_at",
                            models.DateTimeField(db_index=True, verbose_name="生成时间"),
                        ),
                        (
                            "text_version",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="notify.textversion",
                                verbose_name="模板版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "消息",
                        "verbose_name_plural": "消息",
                        "ordering": ["-created_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("severity__in", ["high", "highest", "low", "normal"])
                                ),
                                name="notify_message_severity_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChannelMember",
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
                            "mention_id",
                            models.CharField(blank=True, max_length=80, verbose_name="群内账号"),
                        ),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="notify.channel",
                                verbose_name="群",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="chat_groups",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "群成员",
                        "verbose_name_plural": "群成员",
                        "ordering": ["channel", "person"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("channel", "person"), name="notify_channel_member_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
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
                        ("kind", models.CharField(max_length=60, verbose_name="消息类型")),
                        (
                            "key",
                            models.CharField(blank=True, max_length=160, verbose_name="去重标识"),
                        ),
                        (
                            "mentioned",
                            models.JSONField(blank=True, default=list, verbose_name="提醒的人员"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待发送"),
                                    ("claimed", "发送中"),
                                    ("by_hand", "待人工转发"),
                                    ("sent", "已发送"),
                                    ("failed", "发送失败"),
                                    ("dropped", "已取消"),
                                ],
                                default="waiting",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        ("due_at", models.DateTimeField(verbose_name="计划发送时间")),
                        (
                            "attempts",
                            models.PositiveSmallIntegerField(default=0, verbose_name="已尝试次数"),
                        ),
                        (
                            "claim",
                            models.CharField(
                                blank=True, db_index=True, max_length=32, verbose_name="领取标识"
                            ),
                        ),
                        (
                            "claimed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="领取时间"),
                        ),
                        (
                            "on_wire_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="发出时间"),
                        ),
                        (
                            "sent_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="送达时间"),
                        ),
                        (
                            "receipt",
                            models.JSONField(blank=True, default=dict, verbose_name="回执"),
                        ),
                        (
                            "because",
                            models.CharField(blank=True, max_length=300, verbose_name="说明"),
                        ),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="notify.channel",
                                verbose_name="渠道",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="接收人",
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="notify.message",
                                verbose_name="消息",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "投递",
                        "verbose_name_plural": "投递",
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(fields=["state", "due_at"], name="notify_delivery_due"),
                            models.Index(
                                fields=["channel", "on_wire_at"], name="notify_delivery_rate"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "by_hand",
                                            "claimed",
                                            "dropped",
                                            "failed",
                                            "sent",
                                            "waiting",
                                        ],
                                    )
                                ),
                                name="notify_delivery_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("recipient__isnull", False),
                                    models.Q(("key", ""), _negated=True),
                                ),
                                fields=("channel", "recipient", "kind", "key"),
                                name="notify_delivery_person_once_a_key",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("recipient__isnull", True),
                                    models.Q(("key", ""), _negated=True),
                                ),
                                fields=("channel", "kind", "key"),
                                name="notify_delivery_group_once_a_key",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
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
                        ("kind", models.CharField(max_length=60, verbose_name="消息类型")),
                        (
                            "key",
                            models.CharField(blank=True, max_length=160, verbose_name="去重标识"),
                        ),
                        (
                            "read_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="阅读时间"),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="notify.message",
                                verbose_name="消息",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="接收人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "站内消息",
                        "verbose_name_plural": "站内消息",
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(fields=["recipient", "-id"], name="notify_notice_list"),
                            models.Index(
                                condition=models.Q(("read_at__isnull", True)),
                                fields=["recipient"],
                                name="notify_notice_unread",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("key", ""), _negated=True),
                                fields=("recipient", "kind", "key"),
                                name="notify_notice_once_a_key",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
