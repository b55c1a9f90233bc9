"""One day of a plan: its sessions and their times, its notes, and what it leaves out."""
