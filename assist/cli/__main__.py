"""`python -m assist.cli`: the same as `assist`."""

from assist.cli.root import main

main()
