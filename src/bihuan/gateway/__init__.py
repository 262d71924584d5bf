"""The process that listens to devices (通信网关): HJ 212 in, telemetry out, then the answer."""
