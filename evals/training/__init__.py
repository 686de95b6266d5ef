"""What is learnt from the repository's own data, and how."""
