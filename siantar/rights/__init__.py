"""People's rights (UU 27/2022): what is kept of them ends in time, and they see, correct, restrict what there is."""
