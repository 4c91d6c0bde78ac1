"""Types, ports, settings, errors and text helpers. Imports nothing else of the project; every room may import it."""
