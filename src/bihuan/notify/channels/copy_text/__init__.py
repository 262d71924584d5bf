"""Ordinary WeChat groups (普通微信群), which no interface reaches: a person copies and pastes."""
