"""Who a plan is for: the runner, the symptom report, check-ins, and the case that keeps these facts."""
