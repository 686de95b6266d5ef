"""Sprite animation: actions, DNA, scripts and the rules that bind two characters in time. Pure."""
