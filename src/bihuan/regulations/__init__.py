"""The law (法规与标准), pure: editions by date, exact rounding, and one function a clause.

Ground floor: the standard library, NumPy and Polars. It knows no clock, no file but its own
tables, and no framework.
"""
