"""Encoders, small heads and their registry. The only room that may load onnxruntime or torch; imports core only."""
