"""How the settings read the environment: every variable of ours begins with ``EGOV_``."""

import os
from urllib.parse import unquote, urlparse

from django.core.exceptions import ImproperlyConfigured


def env(name: str, default: str = "") -> str:
    """Read a variable, named without its prefix."""
    return os.environ.get(f"EGOV_{name}", default).strip()


def env_list(name: str) -> list[str]:
    """Read a list separated by commas."""
    return [part.strip() for part in env(name).split(",") if part.strip()]


def env_required(name: str, why: str) -> str:
    """Read a variable without which nothing starts."""
    value = env(name)
    if not value:
        raise ImproperlyConfigured(f"EGOV_{name} is not set: {why}")
    return value


def database(url: str) -> dict[str, object]:
    """Turn ``postgresql://user:password@host:port/name`` or ``sqlite:///path`` into a setting."""
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path.removeprefix("/")) or ":memory:",
            # Immediate transactions serialize writers: a check and the write it guards are one.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
