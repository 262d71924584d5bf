"""What a token opens, of what its person may see."""

from django.db.models import TextChoices


class Scope(TextChoices):
    """One permission of a token (授权范围)."""

    READ_REGISTRY = "read:registry", "读取台账（区划、企业、排放口、站点、监测点、设备、限值）"
    READ_VALUES = "read:values", "读取监测数据（最新值、时间序列、历次版本、批量）"
    EXPORT_REGISTRY = "export:registry", "导出全部台账（一个档案包）"
    WRITE_REGISTRY = "write:registry", "导入台账档案包"
