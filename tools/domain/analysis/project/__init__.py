"""What can be said of a whole project, a rule a file."""
