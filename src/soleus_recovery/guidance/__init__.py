"""The guidance: protocols as data, with triage and safety limits built in and an origin for every number."""
