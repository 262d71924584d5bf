"""What is measured in."""

from django.db import models


class Medium(models.TextChoices):
    """Medium that a point or outlet is about (监测类别)."""

    AIR = "air", "环境空气"
    WEATHER = "weather", "气象"
    SURFACE_WATER = "surface_water", "地表水"
    WATER = "water", "废水"
    GAS = "gas", "废气"
    VOC = "voc", "挥发性有机物"
    NOISE = "noise", "噪声"
    DUST = "dust", "扬尘"
    CONDITION = "condition", "工况（用电）"
    OTHER = "other", "其他"
