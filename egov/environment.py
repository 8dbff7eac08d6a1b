"""How the settings read the environment: every variable of ours begins with ``EGOV_``."""

import os
from pathlib import Path
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


KEYS = {
    "SECRET_KEY": "sessions and signatures need 50 random characters.",
    "SEALING_KEYS": "identity and bank numbers are kept sealed; make a key with Fernet.",
    "TRAIL_KEY": "checkpoints of the trail need a key; name its PEM file.",
    "SEALS": "papers are sealed; name the folder with the keys of the organs.",
    "SEAL_AUTHORITIES": "name the folder with the certificates of the authorities behind the seals.",
}


def demand_keys() -> None:
    """Let production start with keys of its own only."""
    for name, why in KEYS.items():
        env_required(name, why)


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
        # A statement that comes again is neither parsed nor planned anew: a posting takes a tenth less time.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},
    }


def cache(broker_url: str) -> dict[str, str]:
    """Return where to count what all processes must count together: in Redis, where there is one."""
    if broker_url.startswith("redis"):
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": broker_url}
    return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


def folder_broker(place: Path) -> dict[str, str]:
    """Return Celery's options for a broker that is a folder: no server is needed."""
    place.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(place),
        "data_folder_out": str(place),
        "control_folder": str(place / "control"),
    }


def log_lines(level: str) -> dict[str, object]:
    """Return logging to standard error, one line a record, from ``level`` on."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
    }
