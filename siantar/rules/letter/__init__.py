"""The letter of an office: its text as data, its words, its number, and who stands under it. Pure."""
