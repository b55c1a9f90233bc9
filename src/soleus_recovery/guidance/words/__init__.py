"""The labels and sentences of a protocol, for everything that the runner or a clinician is shown."""
