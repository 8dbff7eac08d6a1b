import string

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from egov.accounts.models import User


class LengthValidator(password_validation.MinimumLengthValidator):
    """Django's own, whose message its Chinese catalogue lacks."""

    def get_error_message(self) -> str:
        return ngettext(
            "The password is too short: at least %(count)d character is needed.",
            "The password is too short: at least %(count)d characters are needed.",
            self.min_length,
        ) % {"count": self.min_length}


class CharacterClassesValidator:
    """Asks for characters of several classes (GB/T 22239, identity a: complex credentials)."""

    def __init__(self, minimum: int = 3) -> None:
        self.minimum = minimum

    def validate(self, password: str, user: User | None = None) -> None:
        classes = (
            any(c.islower() for c in password),
            any(c.isupper() for c in password),
            any(c.isdigit() for c in password),
            any(c in string.punctuation or ord(c) > 127 for c in password),
        )
        if sum(classes) < self.minimum:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return ngettext(
            "Use at least %(count)d of: small letters, capitals, digits, other characters.",
            "Use at least %(count)d of: small letters, capitals, digits, other characters.",
            self.minimum,
        ) % {"count": self.minimum}
