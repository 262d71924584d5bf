"""Documents (文书), the craft of paper: gapless numbers, files kept by content, photographs.

It knows no system: who issues a document or keeps a file says what it is for.
"""
