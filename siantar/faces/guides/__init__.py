"""The guides of the office, to be read where the work is done."""
