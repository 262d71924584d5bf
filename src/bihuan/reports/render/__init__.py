"""From a composition to paper: Word is the master, PDF and Excel beside it."""
