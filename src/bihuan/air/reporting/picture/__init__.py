"""Pictures of documents (图件): drawn for print, readable in grey, every number in words too."""
