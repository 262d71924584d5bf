"""Names of this room's acts in the audit trail."""

from django.db.models import TextChoices


class Act(TextChoices):
    """An act on notices (操作)."""

    SAVE_CHANNEL = "notify.save_channel", "保存通知渠道"
    TEST_CHANNEL = "notify.test_channel", "测试通知渠道"
    SAVE_MEMBER = "notify.save_member", "保存群成员"
    REMOVE_MEMBER = "notify.remove_member", "移出群成员"
    PUBLISH_TEXT = "notify.publish_text", "发布消息模板"
    RETRY_DELIVERY = "notify.retry_delivery", "重新发送"
    DROP_DELIVERY = "notify.drop_delivery", "取消发送"
    RECORD_POSTING = "notify.record_posting", "登记人工转发"
    SAVE_PREFERENCE = "notify.save_preference", "保存接收设置"
    SAVE_ROSTER = "notify.save_roster", "保存值班组"
    ADD_SHIFT = "notify.add_shift", "安排值班"
    REMOVE_SHIFT = "notify.remove_shift", "取消值班"
