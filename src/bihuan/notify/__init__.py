"""Who is told what through which channel (消息通知): one folder a channel, an outbox row a notice.

A notice is written in the caller's transaction; a crash cannot lose it and a channel that fails
undoes nothing.
"""
