"""What every client must do, as one table of cases that is run by each of them, on the wire."""
