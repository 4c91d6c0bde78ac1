"""The product: pure functions over an encoded conversation. Imports core; sibling rooms come in through ports."""
