"""Names of organizations as people type them."""

import unicodedata


def plain_name(name: str) -> str:
    """Write a name without the differences that typing makes: widths of brackets, spaces, case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
