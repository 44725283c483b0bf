"""Everything an installation holds, in open formats, and back into an empty one (docs/developer/export.md)."""
