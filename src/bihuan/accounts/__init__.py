"""Who they are and what they may see: districts, organisations, people, posts, the audit trail.

Scope is (districts by code prefix) x (post): `ScopedQuerySet.visible_to(user)` is the one door
through which pages, exports and interfaces read rows that belong to a district or a unit.
"""
