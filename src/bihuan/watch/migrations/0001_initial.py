import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bihuan.accounts.migration


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("cases", "0001_initial"),
        ("registry", "0001_initial"),
    ]

    operations = [
        bihuan.accounts.migration.CreateModels(
            tables=[
                migrations.CreateModel(
                    name="ReadingCursor",
                    fields=[
                        (
                            "name",
                            models.CharField(
                                max_length=20,
                                primary_key=True,
                                serialize=False,
                                verbose_name="名称",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="游标")),
                        ("moved_at", models.DateTimeField(verbose_name="移动时间")),
                    ],
                    options={
                        "verbose_name": "读取游标",
                        "verbose_name_plural": "读取游标",
                    },
                ),
                migrations.CreateModel(
                    name="BackTest",
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
                        ("rule", models.CharField(max_length=60, verbose_name="规则")),
                        ("parameters", models.JSONField(default=dict, verbose_name="参数")),
                        ("start", models.DateTimeField(verbose_name="开始时间")),
                        ("end", models.DateTimeField(verbose_name="结束时间")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "等待中"),
                                    ("running", "计算中"),
                                    ("done", "已完成"),
                                    ("failed", "失败"),
                                ],
                                default="waiting",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "done",
                            models.PositiveSmallIntegerField(default=0, verbose_name="已完成天数"),
                        ),
                        (
                            "total",
                            models.PositiveSmallIntegerField(default=0, verbose_name="总天数"),
                        ),
                        ("found", models.PositiveIntegerField(default=0, verbose_name="报警数")),
                        (
                            "points",
                            models.PositiveIntegerField(default=0, verbose_name="涉及点位数"),
                        ),
                        (
                            "problem",
                            models.CharField(blank=True, max_length=300, verbose_name="失败原因"),
                        ),
                        ("at", models.DateTimeField(verbose_name="发起时间")),
                        (
                            "finished_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="完成时间"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="back_tests",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发起人",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="back_tests",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "规则回测",
                        "verbose_name_plural": "规则回测",
                        "ordering": ["-at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["done", "failed", "running", "waiting"])
                                ),
                                name="watch_back_test_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end__gt", models.F("start"))),
                                name="watch_back_test_ends_after_start",
                                violation_error_message="结束时间必须晚于开始时间",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BackTestHit",
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
                            "factor",
                            models.CharField(blank=True, max_length=20, verbose_name="因子编码"),
                        ),
                        ("begin", models.DateTimeField(verbose_name="开始时间")),
                        ("end", models.DateTimeField(verbose_name="结束时间")),
                        ("worst", models.FloatField(null=True, verbose_name="最不利值")),
                        ("because", models.CharField(max_length=400, verbose_name="判定依据")),
                        (
                            "point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="back_test_hits",
                                to="registry.monitoringpoint",
                                verbose_name="监测点",
                            ),
                        ),
                        (
                            "test",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="hits",
                                to="watch.backtest",
                                verbose_name="回测",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "回测结果",
                        "verbose_name_plural": "回测结果",
                        "ordering": ["test", "begin", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="HandOver",
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
                        ("since", models.DateTimeField(verbose_name="本班开始时间")),
                        ("at", models.DateTimeField(verbose_name="交班时间")),
                        (
                            "note",
                            models.TextField(blank=True, max_length=2000, verbose_name="交班说明"),
                        ),
                        ("brief", models.JSONField(verbose_name="简报")),
                        ("digest", models.CharField(max_length=64, verbose_name="摘要值")),
                        (
                            "taken_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="接班时间"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hand_overs",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="交班人",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hand_overs",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="taken_shifts",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="接班人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "交接班记录",
                        "verbose_name_plural": "交接班记录",
                        "ordering": ["-at", "-id"],
                        "indexes": [
                            models.Index(fields=["district", "-at"], name="watch_hand_over_list")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Maintenance",
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
                        ("work", models.CharField(max_length=200, verbose_name="维护内容")),
                        ("start", models.DateTimeField(verbose_name="开始时间")),
                        ("planned_end", models.DateTimeField(verbose_name="计划结束时间")),
                        (
                            "end",
                            models.DateTimeField(blank=True, null=True, verbose_name="结束时间"),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("done", "已完成，数据正常"),
                                    ("partly", "部分完成，仍需处理"),
                                    ("failed", "未完成"),
                                ],
                                max_length=8,
                                verbose_name="维护结果",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(blank=True, max_length=300, verbose_name="结果说明"),
                        ),
                        (
                            "marked_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="标记时间"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="maintenance",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="维护人员",
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ended_maintenance",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="结束人",
                            ),
                        ),
                        (
                            "point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="maintenance",
                                to="registry.monitoringpoint",
                                verbose_name="监测点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "维护时段",
                        "verbose_name_plural": "维护时段",
                        "ordering": ["-start", "-id"],
                        "indexes": [
                            models.Index(fields=["point", "start"], name="watch_maintenance_point")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("end__isnull", True)),
                                fields=("point",),
                                name="watch_maintenance_open_once",
                                violation_error_message="该监测点正在维护中",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("planned_end__gt", models.F("start"))),
                                name="watch_maintenance_plan_after_start",
                                violation_error_message="计划结束时间必须晚于开始时间",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RuleVersion",
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
                        ("rule", models.CharField(max_length=60, verbose_name="规则")),
                        ("number", models.PositiveIntegerField(verbose_name="版本号")),
                        ("is_on", models.BooleanField(default=False, verbose_name="启用")),
                        (
                            "policy",
                            models.CharField(
                                choices=[
                                    ("at_once", "立即转为事项"),
                                    ("after", "持续一定时间后转为事项"),
                                    ("never", "只报警"),
                                ],
                                default="never",
                                max_length=8,
                                verbose_name="转事项方式",
                            ),
                        ),
                        (
                            "after_hours",
                            models.PositiveSmallIntegerField(default=0, verbose_name="持续小时数"),
                        ),
                        (
                            "case_kind",
                            models.CharField(blank=True, max_length=40, verbose_name="事项类型"),
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
                                default="normal",
                                max_length=8,
                                verbose_name="紧急程度",
                            ),
                        ),
                        (
                            "tells",
                            models.JSONField(blank=True, default=list, verbose_name="通知岗位"),
                        ),
                        ("tells_unit", models.BooleanField(default=False, verbose_name="通知企业")),
                        ("parameters", models.JSONField(default=dict, verbose_name="参数")),
                        ("note", models.CharField(max_length=200, verbose_name="修改说明")),
                        ("at", models.DateTimeField(verbose_name="修改时间")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rule_versions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="修改人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "规则版本",
                        "verbose_name_plural": "规则版本",
                        "ordering": ["rule", "-number"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("policy__in", ["after", "at_once", "never"])),
                                name="watch_rule_policy_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("severity__in", ["high", "highest", "low", "normal"])
                                ),
                                name="watch_rule_severity_known",
                            ),
                            models.UniqueConstraint(
                                fields=("rule", "number"), name="watch_rule_number_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Suppression",
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
                        ("rule", models.CharField(blank=True, max_length=60, verbose_name="规则")),
                        (
                            "factor",
                            models.CharField(blank=True, max_length=20, verbose_name="因子编码"),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="原因")),
                        ("start", models.DateTimeField(verbose_name="开始时间")),
                        ("end", models.DateTimeField(verbose_name="结束时间")),
                        (
                            "lifted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="解除时间"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="suppressions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="屏蔽人",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="suppressions",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="suppressions",
                                to="registry.enterprise",
                                verbose_name="企业",
                            ),
                        ),
                        (
                            "lifted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lifted",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="解除人",
                            ),
                        ),
                        (
                            "point",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="suppressions",
                                to="registry.monitoringpoint",
                                verbose_name="监测点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报警屏蔽",
                        "verbose_name_plural": "报警屏蔽",
                        "ordering": ["-start", "-id"],
                        "indexes": [
                            models.Index(fields=["end", "start"], name="watch_suppression_span")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("end__gt", models.F("start"))),
                                name="watch_suppression_ends_after_start",
                                violation_error_message="结束时间必须晚于开始时间",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
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
                        ("rule", models.CharField(max_length=60, verbose_name="规则")),
                        (
                            "factor",
                            models.CharField(blank=True, max_length=20, verbose_name="因子编码"),
                        ),
                        ("begin", models.DateTimeField(verbose_name="开始时间")),
                        ("end", models.DateTimeField(verbose_name="结束时间")),
                        ("worst", models.FloatField(null=True, verbose_name="最不利值")),
                        ("excess", models.FloatField(null=True, verbose_name="超出量")),
                        ("periods", models.PositiveIntegerField(default=1, verbose_name="周期数")),
                        ("because", models.CharField(max_length=400, verbose_name="判定依据")),
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
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "进行中"),
                                    ("ended", "已结束"),
                                    ("withdrawn", "已撤销"),
                                ],
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("found_at", models.DateTimeField(verbose_name="发现时间")),
                        ("judged_at", models.DateTimeField(verbose_name="最近判定时间")),
                        (
                            "arrived_at",
                            models.DateTimeField(null=True, verbose_name="数据到达时间"),
                        ),
                        (
                            "finding",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("true", "属实"),
                                    ("device", "设备原因"),
                                    ("false", "误报"),
                                    ("watch", "继续观察"),
                                ],
                                max_length=8,
                                verbose_name="研判结论",
                            ),
                        ),
                        (
                            "finding_note",
                            models.CharField(blank=True, max_length=300, verbose_name="研判说明"),
                        ),
                        (
                            "finding_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="研判时间"),
                        ),
                        (
                            "raised_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="转为事项时间"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="watch_events",
                                to="cases.case",
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "finding_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="found_events",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="研判人",
                            ),
                        ),
                        (
                            "point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="registry.monitoringpoint",
                                verbose_name="监测点",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="watch.ruleversion",
                                verbose_name="规则版本",
                            ),
                        ),
                        (
                            "suppression",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="events",
                                to="watch.suppression",
                                verbose_name="报警屏蔽",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报警",
                        "verbose_name_plural": "报警",
                        "ordering": ["-begin", "-id"],
                        "indexes": [
                            models.Index(fields=["rule", "point", "end"], name="watch_event_rule"),
                            models.Index(fields=["state", "-begin"], name="watch_event_state"),
                            models.Index(fields=["-begin", "-id"], name="watch_event_list"),
                            models.Index(fields=["found_at"], name="watch_event_found"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["ended", "open", "withdrawn"])),
                                name="watch_event_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("severity__in", ["high", "highest", "low", "normal"])
                                ),
                                name="watch_event_severity_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end__gte", models.F("begin"))),
                                name="watch_event_ends_after_begin",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "withdrawn"), _negated=True),
                                fields=("rule", "point", "factor", "begin"),
                                name="watch_event_once",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
