"""Pages: permission, query, form or service, render."""
