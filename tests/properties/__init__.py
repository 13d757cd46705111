"""The laws of cleaning as property-based tests."""
