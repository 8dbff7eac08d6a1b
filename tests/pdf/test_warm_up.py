"""No process of the worker pays twice for press and faces."""

import os
import subprocess
import sys

WORKER = """
import sys
import django
django.setup()
import egov.celery
assert not {"weasyprint", "pyhanko"} & set(sys.modules)
egov.celery.load_press()
assert {"weasyprint", "pyhanko"} <= set(sys.modules)
from egov.pdf import engine
assert engine._setup.cache_info().misses == 0
egov.celery.set_up_press()
assert engine._setup.cache_info().misses == 1
engine.print_html('<html lang="zh-CN"><title>t</title><p>字', "report")
assert engine._setup.cache_info().misses == 1
"""


def test_modules_are_loaded_before_the_fork_and_faces_once_in_each_process():
    done = subprocess.run(
        [sys.executable, "-c", WORKER],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "egov.settings"},
    )
    assert done.stderr == ""
    assert done.returncode == 0
