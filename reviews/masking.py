"""How sealed numbers look on a page, and whether they can be right at all."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum import luhn
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError as NumberError


def clean_id_number(text: str) -> str:
    """Return an identity number (GB 11643) as it is kept. Raises ``ValidationError``."""
    try:
        return str(ric.validate(text.strip().upper()))
    except NumberError:
        raise ValidationError(_("This is not a valid identity number.")) from None


def clean_bank_number(text: str) -> str:
    """Return the number of a bank card, digits only. Raises ``ValidationError``."""
    digits = "".join(text.split())
    if not (digits.isdecimal() and 12 <= len(digits) <= 19 and luhn.is_valid(digits)):
        raise ValidationError(_("This is not a valid bank card number."))
    return digits


def clean_uscc(text: str) -> str:
    """Return a unified social credit code (GB 32100) as it is kept, nothing for nothing."""
    number = text.strip().upper()
    if not number:
        return ""
    try:
        return str(uscc.validate(number))
    except NumberError:
        raise ValidationError(_("This is not a valid unified social credit code.")) from None


def mask_id_number(number: str) -> str:
    """Show the division (6 characters) and the last four."""
    return f"{number[:6]}{'*' * 8}{number[-4:]}"


def mask_bank_number(number: str) -> str:
    """Show the last four digits."""
    return f"**** {number[-4:]}"
