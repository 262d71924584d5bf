"""The demo on real data: published station hours and packets from a folder beside the project."""
