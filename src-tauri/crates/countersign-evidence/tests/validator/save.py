"""Saves a file again with pikepdf, as an editor does: the file, the new file."""

import sys

import pikepdf

with pikepdf.open(sys.argv[1]) as file:
    file.save(sys.argv[2])
print("saved", sys.argv[2])
