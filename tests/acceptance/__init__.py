"""The ways in, as a user takes them: the command line, the adapter over TLS, the README."""
