"""All settings, in one file, by environment variables.

``EGOV_MODE`` is ``embedded`` (SQLite, a broker in a folder, no server needed; the default) or
``production``, which refuses to start without a secret key, allowed hosts, and a Chinese font
(``egov.pdf.checks``).
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from egov.environment import cache, database, demand_keys, env, env_list, folder_broker, log_lines

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env("VAR_DIR") or BASE_DIR / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)

MODE = env("MODE", "embedded")
if MODE not in {"embedded", "production"}:
    raise ImproperlyConfigured("EGOV_MODE is either 'embedded' or 'production'.")
PRODUCTION = MODE == "production"
DEBUG = not PRODUCTION and env("DEBUG") == "1"

if PRODUCTION:
    demand_keys()
    SECRET_KEY = env("SECRET_KEY")
    ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("EGOV_ALLOWED_HOSTS is not set: name the hosts that are served.")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
else:
    SECRET_KEY = env("SECRET_KEY") or "embedded-only-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2
    ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]", "testserver"]
# How the house is called from outside, in mails and on papers.
PUBLIC_URL = env("PUBLIC_URL") or (f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://127.0.0.1:8000")

# Seals what nobody may read in the database (``egov.sealing``): the first key seals, each one opens.
SEALING_KEYS = env_list("SEALING_KEYS") or ["ZW1iZWRkZWQtb25seS1lbWJlZGRlZC1vbmx5LWVtYmU="]

# --- The house -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "guardian",
    "axes",
    "csp",
    "django_htmx",
    "egov.ui",
    "egov.audit",
    "egov.accounts",
    "egov.policy",
    "egov.jobs",
    "egov.notices",
    "egov.pdf",
    "projects",
    "reviews",
    "procurement",
    "acceptance",
    "egov.opendata",
    "egov.dashboard",
    "egov.dossier",
    "egov.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "egov.audit.middleware.RequestIdMiddleware",
    "egov.ui.middleware.UploadMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "egov.ui.middleware.LanguageMiddleware",
    "egov.ui.middleware.AddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "egov.accounts.middleware.LoginMiddleware",
    "egov.accounts.middleware.IdleTimeoutMiddleware",
    "egov.accounts.middleware.ActingMiddleware",
    "projects.refusals.RefusalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "egov.urls"
WSGI_APPLICATION = "egov.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "egov.dashboard.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "egov.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "egov.ui.forms.Renderer"

# Prefixes of identifiers in open data; the Open Contracting Partnership gives them out. Placeholders.
OC4IDS_PREFIX = env("OC4IDS_PREFIX", "oc4ids-xxxxxx")
OCDS_PREFIX = env("OCDS_PREFIX", "ocds-xxxxxx")

# --- Data ----------------------------------------------------------------------------------

DATABASES = {"default": database(env("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'egov.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_ROOT = Path(env("MEDIA_ROOT") or VAR_DIR / "media")
STATIC_URL = "static/"
# Production collects its static files; the demo serves them as they lie.
STATIC_ROOT = Path(env("STATIC_ROOT") or VAR_DIR / "static") if PRODUCTION else None
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
CACHES = {"default": cache(env("BROKER_URL"))}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# --- Background work -----------------------------------------------------------------------

CELERY_BROKER_URL = env("BROKER_URL") or "filesystem://localhost/"
if CELERY_BROKER_URL.startswith("filesystem:"):
    CELERY_BROKER_TRANSPORT_OPTIONS = folder_broker(VAR_DIR / "broker")
CELERY_TASK_DEFAULT_QUEUE = env("QUEUE", "celery")  # where several installations share a broker
# Progress and results live in our own table (egov.jobs), so no result store is needed.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Shanghai"
# Silence of a worker after which its job is given to another.
JOB_LEASE_SECONDS = float(env("JOB_LEASE_SECONDS", "60"))
TRAIL_CHECKPOINT_MINUTES = int(env("TRAIL_CHECKPOINT_MINUTES", "10"))

# --- People --------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None  # guardian: nobody who is not logged in holds a grant
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/start/"
LOGOUT_REDIRECT_URL = "accounts:login"
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": "egov.accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": "egov.accounts.passwords.CharacterClassesValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
PROXY_COUNT = AXES_IPWARE_PROXY_COUNT = int(env("PROXY_COUNT", "0"))
IDLE_MINUTES = int(env("IDLE_MINUTES", "30"))

# --- The trail -----------------------------------------------------------------------------

TRAIL_HASH = env("TRAIL_HASH", "sha256")  # or sm3 (GB/T 32905); each event says which it was made with
if TRAIL_HASH not in {"sha256", "sm3"}:
    raise ImproperlyConfigured("EGOV_TRAIL_HASH is either 'sha256' or 'sm3'.")
# Signs checkpoints. It lies outside the database, whose owner must not be able to sign; the demo makes one.
TRAIL_KEY = env("TRAIL_KEY") or VAR_DIR / "trail-key.pem"
TRAIL_TRUSTED_KEYS = env("TRAIL_TRUSTED_KEYS")  # a folder with the public keys of former years

# Organs seal papers each with a key of its own (egov.pdf.sealing).
SEALS = env("SEALS") or VAR_DIR / "seals"
SEAL_AUTHORITIES = env("SEAL_AUTHORITIES") or VAR_DIR / "seals" / "authorities"

# --- Language and time ---------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [
    ("zh-hans", _("Simplified Chinese")),
    ("zh-hant", _("Traditional Chinese")),
    ("en", _("English")),
]
LOCALE_PATHS = [BASE_DIR / "egov" / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_THOUSAND_SEPARATOR = False

# --- Security ------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env("SSL_REDIRECT", "1") == "1"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env("BEHIND_PROXY") == "1" else None
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

# --- Mail and log --------------------------------------------------------------------------

# The demo lays its mails into a folder, where one can read them.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if PRODUCTION else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
MAIL_MINUTES = int(env("MAIL_MINUTES", "30"))  # how often people are told of what they have not read
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", "egov@localhost")
LOGGING = log_lines(env("LOG_LEVEL", "INFO" if PRODUCTION else "WARNING"))
# axes.W006: five failures lock the account wherever they come from; that is the rule (GB/T 22239).
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
