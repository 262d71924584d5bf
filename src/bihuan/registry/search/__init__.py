"""The one search box (全局检索): any part of a name, code, number or address."""
