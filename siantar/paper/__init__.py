"""Paper is a face too: data in, PDF out. Pure: no Django, no database."""
