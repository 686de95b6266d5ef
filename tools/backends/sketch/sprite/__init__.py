"""Small game sprites of a character: figures two and a half to three heads tall."""
