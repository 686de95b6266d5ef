"""Embedders: pictures as vectors."""
