"""Where the runner stands: a case replayed day by day, each check-in and each silent day in turn."""
