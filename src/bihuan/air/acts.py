"""Names of this room's acts in the audit trail."""

from django.db.models import TextChoices


class Act(TextChoices):
    """An act on the county's air (操作)."""

    EXPORT_RANKING = "air.export_ranking", "导出空气质量排名"
    EXPORT_FIGURES = "air.export_figures", "导出空气质量评价"
    DOUBT = "air.doubt", "提出存疑数据"
    REVIEW = "air.review", "审核监测数据"
    SECOND_REVIEW = "air.second_review", "复核审核结果"
    REPORT_ABNORMAL = "air.report_abnormal", "异常数据上报"
    LOOK_WHAT_IF = "air.look_what_if", "测算剔除影响"
    ANSWER_ABNORMAL = "air.answer_abnormal", "登记市中心答复"
    PRINT_ABNORMAL = "air.print_abnormal", "生成异常数据情况说明"
    WITHDRAW_ABNORMAL = "air.withdraw_abnormal", "撤回异常数据上报"
    CHECK_AUDITED = "air.check_audited", "核对审核后数据"
    TAKE_AUDITED = "air.take_audited", "确认或放弃审核后数据"
    REPORT_DUST = "air.report_dust", "上报沙尘过程"
    ANSWER_DUST = "air.answer_dust", "登记沙尘认定"
    IMPORT_COUNTIES = "air.import_counties", "导入县市公布数据"
    SET_TARGET = "air.set_target", "设置年度目标"
    PROPOSE = "air.propose", "提出研判与指令"
    APPROVE = "air.approve", "批准指令"
    REFUSE = "air.refuse", "不批准指令"
    DISPATCH = "air.dispatch", "下发指令"
    WRITE_BULLETIN = "air.write_bulletin", "编制预报简报"
    APPROVE_BULLETIN = "air.approve_bulletin", "审定预报简报"
    SEND_BULLETIN = "air.send_bulletin", "发出预报简报"
    SAVE_MEASURE = "air.save_measure", "维护管控措施"
