"""Bootstrap intervals, paired tests and the statistics they resample. Knows nothing of tasks or the engine."""
