"""Demo data: a county and a slice of a province from seeded generators, and their people.

Every value is a function of a fixed seed and the instant, so that history, the gap after a
restart and the live devices tell one story. Nothing in here decides anything about data.
"""
