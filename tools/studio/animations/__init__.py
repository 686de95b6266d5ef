"""Sprite animations, whole: kept, advanced stage by stage, shifted, edited, mended, chained."""
