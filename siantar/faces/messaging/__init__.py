"""The door of messages: what waits for a person, how the office tells people, and what providers call."""
