"""Settings. One module; the environment says which of three modes it runs in.

``FELLES_MODE``: ``production`` (the default, strict), ``demo`` (invented district, loopback
only, persona login) or ``test``. Production refuses to start without its secrets.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from felles.config.public_views import PUBLIC_VIEWS
from felles.ui.assets import static_dirs

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("FELLES_VAR", BASE_DIR / "var"))
NODE_MODULES = Path(os.environ.get("FELLES_NODE_MODULES", VAR_DIR / "node" / "node_modules"))

MODE = os.environ.get("FELLES_MODE", "production")
if MODE not in ("production", "demo", "test"):
    raise ImproperlyConfigured("FELLES_MODE must be production, demo or test.")
IS_DEMO = MODE == "demo"
DEBUG = False


def _secret(name: str, harmless: str) -> str:
    value = os.environ.get(name, "")
    if value:
        return value
    if MODE == "production":
        raise ImproperlyConfigured(f"Set {name} to a long random value before production starts.")
    return harmless


SECRET_KEY = _secret("SECRET_KEY", "only-for-demo-and-tests-never-in-production")
# Keys the hashes of identity numbers; keep it apart from the database and its backups.
FELLES_IDENTITY_KEY = _secret("FELLES_IDENTITY_KEY", "identity-key-for-demo-and-tests")

# Demo mode cannot be shown to the world by accident: it answers on this machine's names only.
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = (
    [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host]
    if MODE == "production"
    else [*LOOPBACK, "testserver"]
    if MODE == "test"
    else LOOPBACK
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "template_partials",
    "felles.ledger",
    "felles.people",
    "felles.programme",
    "felles.meetings",
    "felles.activities",
    "felles.casework",
    "felles.ui",
    "felles.web",
    "felles.portal",
    "felles.interop",
    "felles.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "felles.ui.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "felles.ui.middleware.LoginRequiredMiddleware",
    "felles.ui.middleware.NullCharacterMiddleware",
    "felles.ui.middleware.ActorMiddleware",
    "felles.ui.middleware.NoStoreMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "felles.config.urls"
WSGI_APPLICATION = "felles.config.wsgi.application"
PUBLIC_VIEW_NAMES = frozenset(PUBLIC_VIEWS)
# What its reader may keep and ask whether it is new: a calendar is fetched many times a day.
KEPT_VIEW_NAMES = frozenset({"calendar-feed"})
# The same for everybody, and without a child: anybody may keep them for some minutes.
SHARED_VIEW_NAMES = frozenset({"public-event", "public-school"})

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "felles.ui.context.chrome",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]
FORM_RENDERER = "felles.ui.forms.FellesRenderer"

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'felles.sqlite3'}"
    )
}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["CONN_MAX_AGE"] = 60
    _database["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        # synchronous=FULL: NORMAL loses acknowledged writes at a power cut.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=67108864;"
            "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    _database["CONN_MAX_AGE"] = 0
    _database["CONN_HEALTH_CHECKS"] = True
    # The planner's default is for disks that seek. With it, PostgreSQL reads the pupils of a whole
    # city rather than look up the five hundred of a school.
    _database["OPTIONS"] = {
        "options": "-c random_page_cost=1.1",
        **_database.get("OPTIONS", {}),
    }
    if MODE != "test":
        _database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}

AUTH_USER_MODEL = "people.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "login"
# scrypt is in the standard library; Django's default settings are kept.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = False
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if MODE == "production":
    SESSION_COOKIE_NAME = "__Host-session"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrf"
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = os.environ.get("FELLES_TLS_IN_FRONT", "") != "no"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # The design system's icons are masks in data: addresses.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        # The page for noting works where there is no net: felles/web/outreach/.
        "worker-src": [SELF],
    }
}

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "felles" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Europe/Oslo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = static_dirs(NODE_MODULES)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = MODE == "test"

# Rosters of a whole municipality fit; anything larger is refused before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
ROSTER_MAX_BYTES = 200 * 1024 * 1024
# A vendor's own column, in users.csv or demographics.csv: formats of rosters have none for it.
ROSTER_PROTECTION_COLUMN = os.environ.get("FELLES_PROTECTION_COLUMN", "metadata.addressProtection")

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if MODE == "production"
    else "django.core.mail.backends.locmem.EmailBackend"
    if MODE == "test"
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
# Without a limit, a mail server that hangs would hang the worker.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "felles@localhost")
PUBLIC_ADDRESS = os.environ.get("FELLES_ADDRESS", "http://127.0.0.1:8000")

# What only the district knows. Pages say so in general words where one of them is empty.
OPERATOR = os.environ.get("FELLES_OPERATOR", "")  # who runs this Felles and answers for the data
CONTACT = os.environ.get("FELLES_CONTACT", "")  # whom to ask: a name, a phone number, an address
CHILD_WELFARE_DUTY_PHONE = os.environ.get("FELLES_BARNEVERNVAKT", "")

# ID-porten, once the municipality has registered this Felles there. The key is a private RSA key
# (PEM), whose public half is registered; it comes from a file that only this user can read.
IDPORTEN_ISSUER = os.environ.get("FELLES_IDPORTEN_ISSUER", "https://idporten.no")
IDPORTEN_CLIENT_ID = os.environ.get("FELLES_IDPORTEN_CLIENT_ID", "")
_key_file = os.environ.get("FELLES_IDPORTEN_KEY_FILE", "")
IDPORTEN_KEY = Path(_key_file).read_text(encoding="ascii") if _key_file else ""
# Accepted levels of login; the first is asked for. Cases hold health data, so the highest.
IDPORTEN_ACR = os.environ.get("FELLES_IDPORTEN_ACR", "idporten-loa-high").split(",")

# How many proxies of one's own stand in front; the address behind them is the caller's.
PROXIES = int(os.environ.get("FELLES_PROXIES", "1" if MODE == "production" else "0"))

# The log tells what went wrong, never about whom: no request bodies, no names, no query values.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    # The addresses of one-time links and of people's own calendars are secrets.
    "filters": {"links": {"()": "felles.config.logs.LinkFilter"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["links"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
