"""The manual inside the platform (用户手册): the pages of docs/manual, and the glossary."""
