"""Whether self-care is safe, and how sore it is: the question that comes before every plan."""
