"""What a plan is: days, sessions, their content, what changes from one plan to the next. Values only."""
