"""Procedures (流程) as data, pure: documents, checks before publishing, comparison, drawing."""
