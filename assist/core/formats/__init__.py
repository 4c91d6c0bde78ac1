"""Foreign transcript formats into ours: one reader a format, and `convert` that knows them all."""
