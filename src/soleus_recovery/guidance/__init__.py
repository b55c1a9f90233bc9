"""What is advised: protocols as data, triage and limits built in, every number with its origin."""
