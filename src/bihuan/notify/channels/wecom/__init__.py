"""Robot of a WeCom group (企业微信群机器人): plain text, because its Markdown ignores mentions."""
