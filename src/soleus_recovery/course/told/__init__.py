"""What a check-in tells beside what the case knew: the signs that are new, and what was told last of a pain."""
