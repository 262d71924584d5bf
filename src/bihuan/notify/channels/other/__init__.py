"""Any other service that Apprise speaks (其他渠道): one address, a yes or no as receipt."""
