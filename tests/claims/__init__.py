"""Sentences from which the claims checker learns and by which it is measured."""
