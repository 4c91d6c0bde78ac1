"""`python -m evaluation`: measure, compare, gate, report, train. API.md lists the verbs."""

from evaluation.cli import main

if __name__ == "__main__":
    main()
