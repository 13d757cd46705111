"""The adapter beside other libraries for requests; each test file needs its library, see conftest.py."""
