"""The code by which a printed paper is verified."""

import secrets
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from egov.pdf.papers import Verification

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Nothing that is read two ways (0 and O, 1 and I and L)."""


def new_code() -> str:
    """Return a verification code, 4-4-4: nobody guesses one."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def verification_of(number: str, code: str) -> Verification:
    page = settings.PUBLIC_URL + reverse("opendata:verify")
    return Verification(code=code, page=page, link=f"{page}?{urlencode({'number': number, 'code': code})}")
