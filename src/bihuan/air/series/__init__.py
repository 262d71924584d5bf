"""The store's hours and days as columns, read once and kept up to date (数据列)."""
