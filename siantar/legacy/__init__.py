"""What an office wrote down before it had Siantar: entries of old books, found beside its files."""
