"""The letters an office writes itself: their text, their way to the signature, their number, whether one is genuine."""
