"""Pixels in, pixels out: decoding, figures, colours, likeness; pure functions of arrays."""

import cv2

# Callers work in threads of their own; OpenCV's pool on top would only contend with them.
cv2.setNumThreads(1)
