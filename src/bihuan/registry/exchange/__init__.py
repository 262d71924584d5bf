"""Import and export of every list of the registry (数据导入导出): Excel and CSV.

One `Sheet` declares a list; reading, checking, writing, undoing and exporting are the same for all.
"""
