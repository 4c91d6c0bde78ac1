"""Text helpers: sentences, words, dates. Pure functions over str; offsets are code points, end exclusive."""
