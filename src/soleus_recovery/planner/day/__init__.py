"""One day of a plan: its sessions and their times, its notes, and the sessions that the day leaves out."""
