"""What one can do: the catalogue, the use cases, the backends, the rules and the pixels."""
