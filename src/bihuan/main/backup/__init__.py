"""Backup and restore (备份与恢复): business database, telemetry, evidence, anchors of the audit.

A backup is a folder with a manifest that names every file with its SHA-256 and every table with
its count; restoring refuses a place that is not empty; a drill proves that a backup restores.
"""
