"""How it becomes days: the first plan, every revision, and what an issued plan says now."""
