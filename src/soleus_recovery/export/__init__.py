"""Plans and cases as files: JSON that can be read back, text, HTML pages and SVG pictures."""
