"""Sentences made of figures by rules (分析文字): what a careful analyst would write first."""
