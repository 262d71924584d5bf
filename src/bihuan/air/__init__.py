"""System 1 (空气质量监测与研判): a county's stations watched, judged, explained and reported.

The law is in `regulations.air` (GB 3095, HJ 633, HJ 663); the store is `telemetry`.
"""
