"""All settings, in one file, by environment variables.

``EGOV_MODE`` is ``embedded`` (SQLite, a broker in a folder, no server needed; the default) or
``production``, which refuses to start without a secret key, allowed hosts, and a Chinese font
(``egov.pdf.checks``).
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from egov.environment import database, env, env_list, env_required

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env("VAR_DIR") or BASE_DIR / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)

MODE = env("MODE", "embedded")
if MODE not in {"embedded", "production"}:
    raise ImproperlyConfigured("EGOV_MODE is either 'embedded' or 'production'.")
PRODUCTION = MODE == "production"
DEBUG = not PRODUCTION and env("DEBUG") == "1"

if PRODUCTION:
    SECRET_KEY = env_required("SECRET_KEY", "sessions and signatures need 50 random characters.")
    ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("EGOV_ALLOWED_HOSTS is not set: name the hosts that are served.")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
else:
    SECRET_KEY = env("SECRET_KEY") or "embedded-only-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2
    ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]", "testserver"]

# Seals what nobody may read in the database (``egov.sealing``): the first key seals, each one opens.
SEALING_KEYS = env_list("SEALING_KEYS") or ["ZW1iZWRkZWQtb25seS1lbWJlZGRlZC1vbmx5LWVtYmU="]
if PRODUCTION:
    env_required("SEALING_KEYS", "identity and bank numbers are kept sealed; make a key with Fernet.")

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
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
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
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# --- Background work -----------------------------------------------------------------------

CELERY_BROKER_URL = env("BROKER_URL") or "filesystem://localhost/"
if CELERY_BROKER_URL.startswith("filesystem:"):
    BROKER_DIR = VAR_DIR / "broker"
    BROKER_DIR.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR),
        "data_folder_out": str(BROKER_DIR),
        "control_folder": str(BROKER_DIR / "control"),
    }
# Progress and results live in our own table (egov.jobs), so no result store is needed.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Shanghai"
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
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:login"
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
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
if PRODUCTION:
    env_required("TRAIL_KEY", "checkpoints of the trail need a key; name its PEM file.")
TRAIL_TRUSTED_KEYS = env("TRAIL_TRUSTED_KEYS")  # a folder with the public keys of former years

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
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env("SSL_REDIRECT", "1") == "1"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env("BEHIND_PROXY") == "1" else None
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

# --- Mail and log --------------------------------------------------------------------------

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if PRODUCTION else 'locmem'}.EmailBackend"
EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", "egov@localhost")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "INFO" if PRODUCTION else "WARNING")},
}
# axes.W006: five failures lock the account wherever they come from; that is the rule (GB/T 22239).
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
