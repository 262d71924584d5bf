"""Where bytes lie (按内容存放): one place for each content, in a local folder or in a bucket."""
