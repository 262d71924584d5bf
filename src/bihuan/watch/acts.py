"""Names of this room's acts in the audit trail."""

from django.db.models import TextChoices


class Act(TextChoices):
    """An act on rules and events (操作)."""

    PUBLISH_RULE = "watch.publish_rule", "发布规则参数"
    SUPPRESS = "watch.suppress", "屏蔽报警"
    LIFT = "watch.lift", "解除报警屏蔽"
    RAISE_BY_HAND = "watch.raise_by_hand", "由报警创建事项"
    NOTE_EVENT = "watch.note_event", "登记报警研判"
    START_BACK_TEST = "watch.start_back_test", "规则回测"
    BEGIN_MAINTENANCE = "watch.begin_maintenance", "开始维护"
    END_MAINTENANCE = "watch.end_maintenance", "结束维护"
    HAND_OVER = "watch.hand_over", "交班"
    TAKE_OVER = "watch.take_over", "接班"
