"""Who it is for: the runner, the symptom report, how sore it is, and triage."""
