"""What is shown of a case or a plan, as values; each way out draws the same ones."""
