"""Simple methods every report compares the product with: what a team would try first."""
