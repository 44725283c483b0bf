"""Daily roots: what was recorded can be held against insiders, too (decision 0023)."""
