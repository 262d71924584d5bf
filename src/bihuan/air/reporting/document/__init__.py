"""The documents themselves (报告文稿): sections put together from figures, texts and pictures."""
