"""What would save time or attempts, computed from what was spent, a rule a file."""
