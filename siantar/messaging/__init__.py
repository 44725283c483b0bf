"""Telling people: what happened reaches the resident without an officer lifting a finger."""
