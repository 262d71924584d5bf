"""Reads of the closed loop: frozen values out."""
