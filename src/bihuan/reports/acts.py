"""Names of this room's acts in the audit trail."""

from django.db.models import TextChoices


class Act(TextChoices):
    """An act on documents (操作)."""

    DRAFT = "reports.draft", "编制报告"
    RECOMPOSE = "reports.recompose", "报告重新取数"
    EDIT = "reports.edit", "修改报告段落"
    SUBMIT = "reports.submit", "报告提交审核"
    APPROVE = "reports.approve", "报告审核通过"
    SIGN = "reports.sign", "签发报告"
    ISSUE = "reports.issue", "印发报告"
    SEND_BACK = "reports.send_back", "退回报告"
    REISSUE = "reports.reissue", "拟重发稿"
    RECEIVE = "reports.receive", "登记报告签收"
    CHECK = "reports.check", "核对报告数据"
    LEAVE = "reports.leave", "受影响文稿不更正"
    SET_PLAN = "reports.set_plan", "设置文稿计划"
    HAND_OVER = "reports.hand_over", "登记数据报送"
    READ_HANDOVER = "reports.read_handover", "查看数据报送文件"
    EXPORT_PLAN = "reports.export_plan", "导出文稿计划"
    WARN = "reports.warn", "作出逾期警告"
    PUBLISH_TEMPLATE = "reports.publish_template", "发布报告模板"
    START_BATCH = "reports.start_batch", "批量生成报告"
    EXPORT = "reports.export", "导出报告台账"
