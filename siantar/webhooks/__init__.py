"""Telling other systems: who subscribed, what waits to be sent, in the order of each file."""
