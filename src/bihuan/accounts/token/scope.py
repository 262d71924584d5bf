"""What a token opens, of what its person may see."""

from django.db.models import TextChoices


class Scope(TextChoices):
    """One permission of a token (授权范围)."""

    READ_REGISTRY = "read:registry", "读取台账（区划、企业、排放口、站点、监测点、设备、限值）"
    READ_VALUES = "read:values", "读取监测数据（最新值、时间序列、历次版本、批量）"
    READ_AIR = "read:air", "读取空气质量评价结果（小时、日、排名）"
    READ_EVENTS = "read:events", "读取监测预警（报警、规则、屏蔽、维护时段、交接班）"
    READ_CASES = "read:cases", "读取闭环事项（事项、办理记录、业务流程）"
    READ_REPORTS = "read:reports", "读取报告文稿（台账、版本、数据项、文件）"
    READ_NOTICES = "read:notices", "读取本人站内消息和值班安排"
    EXPORT_REGISTRY = "export:registry", "导出全部台账（一个档案包）"
    WRITE_REGISTRY = "write:registry", "导入台账档案包"
