"""What can be said of one character, a rule a file."""
