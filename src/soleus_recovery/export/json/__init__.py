"""Plans and cases as JSON, and back."""
