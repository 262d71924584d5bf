"""HJ 212 (污染物在线监控系统数据传输标准): how field loggers and monitoring centres talk.

Pure: bytes and times go in, events, packets, records and bytes come out. No socket, no clock.
Covers HJ/T 212-2005, HJ 212-2017 and, where marked second hand, HJ 212-2025.
"""
