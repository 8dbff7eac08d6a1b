"""Open data in OC4IDS 0.9.5, the international form for infrastructure projects and their contracts.

The public gets what was published; a dossier holds everything that its reader may see. Both go through
the same mapping.
"""

from egov.opendata.oc4ids.packages import package, package_parts
from egov.opendata.oc4ids.projects import project_data, with_everything, with_published
from egov.opendata.oc4ids.scope import Filed, Scope

__all__ = ["Filed", "Scope", "package", "package_parts", "project_data", "with_everything", "with_published"]
