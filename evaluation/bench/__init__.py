"""`python -m evaluation.bench`: how fast the server is, as ratios to the bare onnx encoder measured in the same run."""
