"""What the service remembers, in SQLite or PostgreSQL. Only this room imports SQLAlchemy; it imports core alone."""
