"""Robot of a Feishu group (飞书群机器人), signed."""
