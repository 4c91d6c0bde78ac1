"""One file for each part of the contract; every router carries its full prefix."""
