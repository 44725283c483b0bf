"""The law of the field as pure functions: no clock, no database, no framework."""
