"""Questions about people, settings and the audit trail."""
