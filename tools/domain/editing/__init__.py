"""An appearance while a user's words change it."""
