"""What each page of the office is for, what to do on it, and what happens next, by the name of its address."""
