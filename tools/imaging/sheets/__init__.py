"""Anybody's sprite sheet into clean frames: backdrop away, figures apart, one canvas."""
