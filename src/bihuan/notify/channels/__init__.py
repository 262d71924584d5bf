"""One folder a channel (渠道), all with the same furniture: `contract` says which."""
