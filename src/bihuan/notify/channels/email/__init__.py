"""Mail server (电子邮件, SMTP)."""
