"""A list of findings as a file (异常清单): each row becomes a case."""
