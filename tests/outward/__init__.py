"""Requests that leave the house."""
