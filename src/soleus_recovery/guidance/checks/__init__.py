"""The checks that a protocol has to pass before any plan is made with it."""
