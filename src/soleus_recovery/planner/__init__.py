"""Makes plans: the first one, every revision, and the plan of a case at a moment."""
