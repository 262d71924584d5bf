"""Questions that a document may ask (数据项查询): arguments to one value, or why there is none."""
