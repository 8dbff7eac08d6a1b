"""What members declare before they see anything; it is kept as they signed it."""

from django.utils.translation import gettext as _

from egov.ui.formats import listed
from reviews.models import Panel
from reviews.models.recusal import interested


def declaration_for(panel: Panel) -> list[str]:
    """Return the declaration of integrity and recusal, sentence by sentence (财库〔2016〕198号)."""
    units = [unit.name for unit in interested(panel.project)]
    parties = listed(dict.fromkeys([*units, *panel.labels]))
    return [
        _("The parties concerned are: %(parties)s.") % {"parties": parties},
        _(
            "Within the last three years I have neither worked for any of them nor been its director, "
            "supervisor or adviser, and neither held nor hold shares of it."
        ),
        _(
            "I am neither married nor closely related to anybody in charge there, have no dispute with it, "
            "and know of nothing else that may bias me."
        ),
        _("I judge independently, honestly and by the same measure, and accept no benefit from anybody."),
        _(
            "I keep secret who sits on the panel, what the material says and how the review goes; "
            "I copy nothing."
        ),
        _("Should a conflict of interest appear later, I declare it at once and leave the panel."),
    ]
