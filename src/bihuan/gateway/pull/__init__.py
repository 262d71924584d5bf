"""Values read from others (数据拉取): HTTP, files, database views, onto the same path as devices'.

A run reads a window that overlaps the last one, because values come late and are corrected; what
the store holds already is counted and left alone, what changed becomes a newer version.
"""
