"""Tests of flatchr_clean."""
