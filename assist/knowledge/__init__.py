"""Articles on their way to an agent: loading, chunking, indexing, searching, rebuilding. Imports core only."""
