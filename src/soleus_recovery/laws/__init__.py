"""What must hold in every plan, written apart from everything that makes plans."""
