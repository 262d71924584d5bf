"""Where rows come from: one module a way of reading, equal furniture."""
