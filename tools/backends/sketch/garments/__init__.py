"""Garments worn below the neck: what each covers and how it is cut."""
