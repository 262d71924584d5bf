"""What exists: enterprises, outlets, stations, points, devices with their commands and quarantine.

Pages, gateway and systems read through `queries`, change through `services`; telemetry's `point`
is the key of a `MonitoringPoint`, so a series stays with its point when a device is swapped.
"""
