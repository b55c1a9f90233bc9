"""What is shown of a case or a plan, as values that text, pages and pictures share."""
