"""The rules of an agent's desktop as tables and pure functions. Imports core alone; stores nothing."""
