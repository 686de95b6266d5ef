"""The embedded renderer that moves the user's own picture."""
