"""How well scores tell characters apart."""
