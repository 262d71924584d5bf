"""What every room's outward interface shares (开放接口): who asks, how much, pages, problems."""
