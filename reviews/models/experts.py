from django.db import models
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import User


class Expert(models.Model):
    """What the office knows of an expert of the pool; the draw and the verification deepen it."""

    user = models.OneToOneField(User, models.PROTECT, related_name="expert_profile", verbose_name=_("person"))
    specialty = models.CharField(_("specialty"), max_length=60)
    title = models.CharField(_("professional title"), max_length=60)
    employer = models.CharField(_("employer"), max_length=120)

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")

    def __str__(self) -> str:
        return f"{self.user.name} · {self.specialty}"
