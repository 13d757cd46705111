"""HTML strings: taken apart, their texts joined, and what was cleaned brought back to its place."""
