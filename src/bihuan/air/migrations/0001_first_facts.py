import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bihuan.accounts.migration


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("registry", "0001_initial"),
    ]

    operations = [
        bihuan.accounts.migration.CreateModels(
            tables=[
                migrations.CreateModel(
                    name="Bulletin",
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
                        ("day", models.DateField(verbose_name="日期")),
                        (
                            "slot",
                            models.CharField(
                                choices=[
                                    ("morning", "早间"),
                                    ("noon", "午间"),
                                    ("evening", "晚间"),
                                ],
                                max_length=8,
                                verbose_name="档次",
                            ),
                        ),
                        ("due_at", models.DateTimeField(verbose_name="应发时间")),
                        ("days", models.JSONField(default=list, verbose_name="逐日预报")),
                        ("weather", models.TextField(verbose_name="天气形势")),
                        ("advice", models.TextField(blank=True, verbose_name="管控建议")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("approved", "已审定"),
                                    ("sent", "已发出"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="编制时间")),
                        (
                            "approved_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="审定时间"),
                        ),
                        (
                            "sent_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="发出时间"),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审定人",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="编制人",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "预报简报",
                        "verbose_name_plural": "预报简报",
                        "ordering": ["-day", "-due_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("slot__in", ["evening", "morning", "noon"])),
                                name="air_bulletin_slot_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["approved", "draft", "sent"])),
                                name="air_bulletin_state_known",
                            ),
                            models.UniqueConstraint(
                                fields=("district", "day", "slot"),
                                name="air_bulletin_once",
                                violation_error_message="该档次的简报已存在",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BulletinSource",
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
                        ("name", models.CharField(max_length=60, verbose_name="来源")),
                        ("text", models.TextField(verbose_name="预报内容")),
                        (
                            "bulletin",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sources",
                                to="air.bulletin",
                                verbose_name="预报简报",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "气象来源",
                        "verbose_name_plural": "气象来源",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="CountyFigure",
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
                        ("county", models.CharField(max_length=40, verbose_name="县（市、区）")),
                        ("first", models.DateField(verbose_name="首日")),
                        ("last", models.DateField(verbose_name="末日")),
                        (
                            "so2",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=8,
                                null=True,
                                verbose_name="SO₂",
                            ),
                        ),
                        (
                            "no2",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=8,
                                null=True,
                                verbose_name="NO₂",
                            ),
                        ),
                        (
                            "co",
                            models.DecimalField(
                                blank=True,
                                decimal_places=3,
                                max_digits=8,
                                null=True,
                                verbose_name="CO",
                            ),
                        ),
                        (
                            "o3",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=8,
                                null=True,
                                verbose_name="O₃",
                            ),
                        ),
                        (
                            "pm10",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=8,
                                null=True,
                                verbose_name="PM₁₀",
                            ),
                        ),
                        (
                            "pm2_5",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=8,
                                null=True,
                                verbose_name="PM₂.₅",
                            ),
                        ),
                        (
                            "composite",
                            models.DecimalField(
                                blank=True,
                                decimal_places=3,
                                max_digits=7,
                                null=True,
                                verbose_name="综合指数",
                            ),
                        ),
                        (
                            "good_days",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="优良天数"
                            ),
                        ),
                        (
                            "place",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="综合排名"
                            ),
                        ),
                        ("source", models.CharField(max_length=200, verbose_name="来源")),
                        ("at", models.DateTimeField(verbose_name="导入时间")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="导入人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "县市公布数据",
                        "verbose_name_plural": "县市公布数据",
                        "ordering": ["-last", "-first", "place", "county", "-id"],
                        "indexes": [
                            models.Index(fields=["first", "last"], name="air_county_period")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last__gte", models.F("first"))),
                                name="air_county_rises",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Doubt",
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
                        ("factor", models.CharField(max_length=20, verbose_name="监测因子")),
                        ("start", models.DateTimeField(verbose_name="开始")),
                        ("end", models.DateTimeField(verbose_name="结束")),
                        ("rule", models.CharField(max_length=40, verbose_name="规则")),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("fault", "仪器故障"),
                                    ("pollution", "本地污染"),
                                    ("regional", "区域过程"),
                                    ("dust", "沙尘过程"),
                                ],
                                max_length=12,
                                verbose_name="判别",
                            ),
                        ),
                        ("because", models.TextField(verbose_name="判定理由")),
                        ("evidence", models.JSONField(default=dict, verbose_name="证据")),
                        ("raised_at", models.DateTimeField(verbose_name="标记时间")),
                        ("is_open", models.BooleanField(default=True, verbose_name="待审核")),
                        (
                            "point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.monitoringpoint",
                                verbose_name="监测点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "存疑数据",
                        "verbose_name_plural": "存疑数据",
                        "ordering": ["-start", "point", "factor"],
                        "indexes": [
                            models.Index(fields=["is_open", "-start"], name="air_doubt_queue")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verdict__in", ["dust", "fault", "pollution", "regional"])
                                ),
                                name="air_doubt_verdict_known",
                            ),
                            models.UniqueConstraint(
                                fields=("point", "factor", "rule", "start"), name="air_doubt_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end__gt", models.F("start"))),
                                name="air_doubt_has_length",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DustCase",
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
                        ("first", models.DateField(verbose_name="首日")),
                        ("last", models.DateField(verbose_name="末日")),
                        ("evidence", models.TextField(verbose_name="证据说明")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("reported", "已上报"),
                                    ("accepted", "已认定"),
                                    ("refused", "未认定"),
                                ],
                                default="reported",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="上报时间")),
                        ("answer", models.TextField(blank=True, verbose_name="认定意见")),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="认定时间"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上报人",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "沙尘过程",
                        "verbose_name_plural": "沙尘过程",
                        "ordering": ["-first", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["accepted", "refused", "reported"])
                                ),
                                name="air_dust_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last__gte", models.F("first"))),
                                name="air_dust_rises",
                                violation_error_message="末日不能早于首日",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Exclusion",
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
                            "number",
                            models.CharField(max_length=30, unique=True, verbose_name="编号"),
                        ),
                        ("factor", models.CharField(max_length=20, verbose_name="监测因子")),
                        ("start", models.DateTimeField(verbose_name="开始")),
                        ("end", models.DateTimeField(verbose_name="结束")),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("instrument", "仪器故障"),
                                    ("maintenance", "运维或校准期间"),
                                    ("power", "停电或通讯故障"),
                                    ("sampling", "采样系统受干扰"),
                                    ("dust", "沙尘天气影响"),
                                    ("force_majeure", "自然灾害等不可抗力"),
                                ],
                                max_length=16,
                                verbose_name="上报理由",
                            ),
                        ),
                        ("evidence", models.TextField(verbose_name="证据说明")),
                        ("at", models.DateTimeField(verbose_name="上报时间")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("submitted", "已上报"),
                                    ("accepted", "已采纳"),
                                    ("refused", "未采纳"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="submitted",
                                max_length=10,
                                verbose_name="跟进状态",
                            ),
                        ),
                        ("answer", models.TextField(blank=True, verbose_name="市中心答复")),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="答复时间"),
                        ),
                        (
                            "removed_hours",
                            models.PositiveIntegerField(default=0, verbose_name="剔除小时数"),
                        ),
                        (
                            "answer_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上报人",
                            ),
                        ),
                        (
                            "point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.monitoringpoint",
                                verbose_name="监测点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "异常数据上报",
                        "verbose_name_plural": "异常数据上报",
                        "ordering": ["-at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "reason__in",
                                        [
                                            "dust",
                                            "force_majeure",
                                            "instrument",
                                            "maintenance",
                                            "power",
                                            "sampling",
                                        ],
                                    )
                                ),
                                name="air_exclusion_reason_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["accepted", "refused", "submitted", "withdrawn"])
                                ),
                                name="air_exclusion_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end__gt", models.F("start"))),
                                name="air_exclusion_has_length",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("evidence", ""), _negated=True),
                                name="air_exclusion_has_evidence",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Measure",
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
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="编号")),
                        ("title", models.CharField(max_length=80, verbose_name="措施")),
                        ("text", models.TextField(verbose_name="要求")),
                        (
                            "cause",
                            models.CharField(blank=True, max_length=20, verbose_name="适用成因"),
                        ),
                        (
                            "place",
                            models.CharField(blank=True, max_length=40, verbose_name="适用场所"),
                        ),
                        (
                            "weather",
                            models.CharField(blank=True, max_length=20, verbose_name="适用气象"),
                        ),
                        (
                            "permit",
                            models.CharField(blank=True, max_length=200, verbose_name="许可依据"),
                        ),
                        ("source", models.CharField(max_length=200, verbose_name="依据")),
                        (
                            "lead",
                            models.CharField(blank=True, max_length=60, verbose_name="牵头部门"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                        (
                            "approved_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="预先批准时间"
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="预先批准人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "管控措施",
                        "verbose_name_plural": "管控措施",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="Instruction",
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
                            "number",
                            models.CharField(max_length=30, unique=True, verbose_name="编号"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("study", "研判意见"), ("order", "管控指令")],
                                max_length=8,
                                verbose_name="类型",
                            ),
                        ),
                        ("process", models.CharField(max_length=80, verbose_name="异常过程")),
                        ("title", models.CharField(max_length=120, verbose_name="标题")),
                        ("text", models.TextField(verbose_name="内容")),
                        (
                            "cause",
                            models.CharField(blank=True, max_length=20, verbose_name="成因判断"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待批准"),
                                    ("approved", "已批准"),
                                    ("dispatched", "已下发"),
                                    ("refused", "未批准"),
                                ],
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="提出时间")),
                        (
                            "approved_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="批准时间"),
                        ),
                        (
                            "case",
                            models.CharField(blank=True, max_length=40, verbose_name="事项编号"),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="批准人",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="air.measure",
                                verbose_name="管控措施",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "研判与指令",
                        "verbose_name_plural": "研判与指令",
                        "ordering": ["-at", "-id"],
                        "indexes": [
                            models.Index(fields=["process"], name="air_instruction_process")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["order", "study"])),
                                name="air_instruction_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["approved", "dispatched", "refused", "waiting"])
                                ),
                                name="air_instruction_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "dispatched"), _negated=True),
                                    ("approved_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="air_instruction_approved_before_sent",
                                violation_error_message="未经批准的指令不能下发",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Review",
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
                        ("factor", models.CharField(max_length=20, verbose_name="监测因子")),
                        ("start", models.DateTimeField(verbose_name="开始")),
                        ("end", models.DateTimeField(verbose_name="结束")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("valid", "有效"),
                                    ("invalid", "无效"),
                                    ("doubtful", "存疑"),
                                ],
                                max_length=10,
                                verbose_name="审核结果",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("instrument", "仪器故障"),
                                    ("calibration", "校准或维护"),
                                    ("power", "停电或通讯中断"),
                                    ("sampling", "采样系统异常"),
                                    ("logic", "逻辑错误（如倒挂、恒值）"),
                                    ("local_source", "现场核实为真实污染"),
                                    ("regional", "区域传输，数据真实"),
                                    ("weather", "气象原因，数据真实"),
                                    ("checked", "现场比对正常"),
                                    ("waiting", "待现场核查"),
                                ],
                                max_length=16,
                                verbose_name="审核理由",
                            ),
                        ),
                        ("note", models.TextField(verbose_name="说明")),
                        ("at", models.DateTimeField(verbose_name="审核时间")),
                        (
                            "wants_second",
                            models.BooleanField(default=False, verbose_name="需要复核"),
                        ),
                        (
                            "second_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="复核时间"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "doubt",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="air.doubt",
                                verbose_name="存疑数据",
                            ),
                        ),
                        (
                            "point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="registry.monitoringpoint",
                                verbose_name="监测点",
                            ),
                        ),
                        (
                            "second_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="复核人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "数据审核",
                        "verbose_name_plural": "数据审核",
                        "ordering": ["-at", "-id"],
                        "indexes": [
                            models.Index(fields=["point", "start"], name="air_review_point")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["doubtful", "invalid", "valid"])),
                                name="air_review_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "reason__in",
                                        [
                                            "calibration",
                                            "checked",
                                            "instrument",
                                            "local_source",
                                            "logic",
                                            "power",
                                            "regional",
                                            "sampling",
                                            "waiting",
                                            "weather",
                                        ],
                                    )
                                ),
                                name="air_review_reason_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end__gt", models.F("start"))),
                                name="air_review_has_length",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("second_by__isnull", True),
                                    models.Q(("second_by", models.F("by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="air_review_by_two",
                                violation_error_message="复核人不能是审核人本人",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Target",
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
                        ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                        (
                            "item",
                            models.CharField(
                                choices=[
                                    ("so2", "SO₂ 年均"),
                                    ("no2", "NO₂ 年均"),
                                    ("co", "CO 第 95 百分位"),
                                    ("o3", "O₃ 第 90 百分位"),
                                    ("pm10", "PM₁₀ 年均"),
                                    ("pm2_5", "PM₂.₅ 年均"),
                                    ("composite", "综合指数"),
                                    ("good_days", "优良天数"),
                                ],
                                max_length=10,
                                verbose_name="目标项",
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=3, max_digits=8, verbose_name="目标值"
                            ),
                        ),
                        ("source", models.CharField(max_length=200, verbose_name="下达依据")),
                        ("at", models.DateTimeField(verbose_name="录入时间")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="录入人",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "年度目标",
                        "verbose_name_plural": "年度目标",
                        "ordering": ["-year", "item"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "item__in",
                                        [
                                            "co",
                                            "composite",
                                            "good_days",
                                            "no2",
                                            "o3",
                                            "pm10",
                                            "pm2_5",
                                            "so2",
                                        ],
                                    )
                                ),
                                name="air_target_item_known",
                            ),
                            models.UniqueConstraint(
                                fields=("district", "year", "item"),
                                name="air_target_once",
                                violation_error_message="该年度已有此目标",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value__gt", 0)), name="air_target_positive"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WhatIfLook",
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
                        ("at", models.DateTimeField(verbose_name="测算时间")),
                        ("effect", models.JSONField(verbose_name="影响")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="测算人",
                            ),
                        ),
                        (
                            "exclusion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="looks",
                                to="air.exclusion",
                                verbose_name="异常数据上报",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "剔除影响测算记录",
                        "verbose_name_plural": "剔除影响测算记录",
                        "ordering": ["-at", "-id"],
                    },
                ),
            ],
        ),
    ]
