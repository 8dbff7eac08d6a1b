"""What can go wrong in the printing of a paper."""


class UnprintableCharacters(ValueError):
    """The text holds characters that no carried face has; an official paper must not lose them."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        super().__init__(f"No carried face has: {characters}")


class RefusedAddress(ValueError):
    """A document asked for something outside the fonts that the repository carries."""
