"""How the platform itself is (系统健康): facts are read in one place and judged in another."""
