"""One day: which sessions it holds, at which times, and what it leaves out."""
