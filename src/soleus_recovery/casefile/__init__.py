"""A case file, read and checked as a whole.

A case file holds the facts of a case and the last plan made from them. Each half can be well formed while the two do
not belong together, for instance because somebody edited the file. This room checks both halves at once: ``release``
reads a file and checks its halves in order, and ``agreement`` checks that the plan follows from the facts.
"""
