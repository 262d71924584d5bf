"""Names of this room's acts in the audit trail."""

from django.db.models import TextChoices


class CaseAct(TextChoices):
    """An act on a case or on how cases run (操作)."""

    RAISE = "cases.raise", "创建事项"
    STEP = "cases.step", "办理事项"
    ACT = "cases.act", "办件动作"
    ANSWER_LINK = "cases.answer_link", "链接答复"
    MERGE = "cases.merge", "并案"
    IMPORT = "cases.import", "导入事项"
    EXPORT = "cases.export", "导出事项"
    ORDER = "cases.order", "生成文书"
    CIRCULAR = "cases.circular", "生成通报"
    READ_EVIDENCE = "cases.read_evidence", "下载凭证"
    EDIT_PROCEDURE = "cases.edit_procedure", "编辑流程"
    PUBLISH_PROCEDURE = "cases.publish_procedure", "发布流程"
    ROLL_BACK_PROCEDURE = "cases.roll_back_procedure", "回退流程"
    CHANGE_CALENDAR = "cases.change_calendar", "修改工作日历"
