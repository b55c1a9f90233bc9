"""Makes plans: the first plan of a case, every revision of the plan, and the plan of a case at a moment."""
