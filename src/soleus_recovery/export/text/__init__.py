"""Plans, cards, changes and a case's log as plain text or Markdown."""
