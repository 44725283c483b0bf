"""The city's BSrE ESign Client Service: what is sent to it, how its answers are read, both of its versions."""
