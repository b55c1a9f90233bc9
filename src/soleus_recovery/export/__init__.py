"""Plans and cases out of the library: JSON, text, pages and pictures."""
