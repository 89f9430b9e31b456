"""The nouns: frozen values that cross every boundary. No files, no clock, no Qt."""
