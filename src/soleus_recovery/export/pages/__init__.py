"""HTML pages that need no other file: no script, no style sheet, no picture and no font is loaded."""
