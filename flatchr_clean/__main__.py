"""`python -m flatchr_clean` is the command `flatchr-clean`."""

from flatchr_clean.cli import main

if __name__ == "__main__":
    main()
