"""Reviews by people or models: weighted questions, sheets out and in, scores and agreement. Asks no engine."""
