"""What tests and their vectors are written with."""
