"""Icing and raising the leg: how often, and at which times of the day."""
