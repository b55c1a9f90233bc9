"""Plans out as JSON, text and Markdown."""
