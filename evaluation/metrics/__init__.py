"""Metrics of the field over plain texts, labels, rankings and spans. Knows nothing of tasks or the engine."""
