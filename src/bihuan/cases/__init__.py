"""The closed loop (闭环): procedures as data, cases with deadlines, evidence and a history.

On screen a case is 事项, by kind 任务, 督办单, 交办单, 工单, 申请. Cases know no telemetry and no
system: who raises a case hands in its subject card.
"""
