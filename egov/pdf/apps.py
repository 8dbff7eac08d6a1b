from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Tags, register
from django.core.exceptions import ImproperlyConfigured

from egov.pdf import faces
from egov.pdf.checks import check_fonts, check_libraries
from egov.pdf.sealing.keys import demand_seals


class PdfConfig(AppConfig):
    name = "egov.pdf"
    label = "pdf"

    def ready(self) -> None:
        register(check_fonts, Tags.security)
        register(check_libraries, Tags.security)
        # A city's web server and worker run no system checks of their own accord.
        if settings.PRODUCTION and (broken := faces.unusable()):
            names = ", ".join(broken)
            raise ImproperlyConfigured(f"Chinese fonts are missing or broken in {faces.FONTS}: {names}.")
        if settings.PRODUCTION:
            demand_seals()
