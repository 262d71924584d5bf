"""Values pushed over HTTP (数据推送): checked row by row, stored all together or not at all."""
