"""Robot of a DingTalk group (钉钉群机器人), signed."""
