"""Requests that leave the house: one gate, which resolves first and connects to what it resolved."""
