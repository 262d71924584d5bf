"""The list inside the platform (站内消息): rows of the caller's transaction, never on a wire."""
