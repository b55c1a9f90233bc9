"""What a revision keeps of the plan before: sessions that have begun, keys, sequences and stamps."""
