"""Runs as people read them: on the terminal, as Markdown, as one HTML file. Reads run folders, asks no engine."""
