"""Where the runner stands: check-ins and silent days, read one by one."""
