"""Webhooks on their way: one POST to an address that may be called."""
