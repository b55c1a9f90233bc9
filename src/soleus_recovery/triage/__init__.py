"""Whether self-care is safe, and how sore the calf is: the questions that come before every plan."""
