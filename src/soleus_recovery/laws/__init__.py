"""The laws that every plan and every revision keeps, written apart from the code that makes plans."""
