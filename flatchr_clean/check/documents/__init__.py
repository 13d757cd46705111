"""Each kind of document: where its texts stand, and how they are written anew without losing a byte.

A module here takes a piece of a file and gives what was found in it; none opens a file.
"""
