"""The pages that commands print, as text."""
