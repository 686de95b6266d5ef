"""Google's Gemini: a vision model that sees characters and writes scripts. Needs a key."""
