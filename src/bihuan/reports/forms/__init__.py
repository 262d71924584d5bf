"""Forms of the pages (表单)."""
