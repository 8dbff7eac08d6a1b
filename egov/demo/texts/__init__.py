"""What the projects of the demo city are about."""

from egov.demo.texts.districts import DISTRICTS
from egov.demo.texts.livelihood import LIVELIHOOD
from egov.demo.texts.platforms import PLATFORMS
from egov.demo.texts.safety import SAFETY
from egov.demo.texts.territory import TERRITORY

TOPICS = PLATFORMS | LIVELIHOOD | TERRITORY | SAFETY | DISTRICTS
