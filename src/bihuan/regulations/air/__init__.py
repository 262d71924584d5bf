"""Ambient air (环境空气): index, evaluation and ranking as GB 3095, HJ 633 and HJ 663 say."""
