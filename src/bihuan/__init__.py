"""碧环 (Bihuan): measure, judge, act, prove: one platform for ecological-environment bureaus."""
