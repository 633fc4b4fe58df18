"""Pages, without a server."""
