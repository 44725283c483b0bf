"""When a file will be done: the mathematics of forecasts, and how they are judged. Pure: no Django, no clock."""
