"""The mathematics of routes: a problem in, a plan out. Pure: no Django, no HTTP, no clock of the office."""
