class Unbindable(Exception):
    """A file of which no pages can be made; the message says why, in the words of the sheet in its place."""
