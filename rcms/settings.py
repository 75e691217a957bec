"""The one settings module. The environment decides; production refuses what is unsafe.

`RCMS_MODE` is development (the default), test or production. `RCMS_LOGIN` says which database login this process uses:
see rcms.logins.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from rcms.environment import (
    cache_url_checked,
    database_from_url,
    email_from_url,
    file_store_root,
    flag,
    public_url_checked,
    words,
)
from rcms.logins import ROLES
from rcms.safety import refuse_unsafe

BASE_DIR = Path(__file__).resolve().parent.parent

RCMS_MODE = os.environ.get("RCMS_MODE", "development")
RCMS_LOGIN = os.environ.get("RCMS_LOGIN", "app")
PRODUCTION = RCMS_MODE == "production"
TESTING = RCMS_MODE == "test"
DEBUG = flag("DEBUG", default=False)
DEMO_MODE = flag("RCMS_DEMO", default=False)
# The offset of core.clock may be moved for demonstrations and tests, never where law is made.
CLOCK_MAY_MOVE = flag("RCMS_CLOCK_MAY_MOVE", default=not PRODUCTION)
# Reading a row-secured table without a scope is a mistake of ours: loud here, empty in production.
SCOPE_IS_STRICT = not PRODUCTION

SECRET_KEY = os.environ.get("SECRET_KEY", "" if PRODUCTION else "for development only, never for people's data")
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
# Encrypts secrets of second factors and forms kept for their writer: the first encrypts, the others still decrypt.
SECRETS_KEYS = words("RCMS_SECRETS_KEY") or ([] if PRODUCTION else ["for development only, never for people's secrets"])
ALLOWED_HOSTS = words("RCMS_ALLOWED_HOSTS") or ([] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = words("RCMS_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "guardian",
    "oauth2_provider",
    "rest_framework",
    "django_htmx",
    "csp",
    "core",
    "countries",
    "accounts",
    "audit",
    "notifications",
    "documents",
    "cases",
    "supervision",
    "protection",
    "administration",
    "api",
    "rcms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "core.middleware.RequestContextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rcms.middleware.ScopedTransactionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "rcms.urls"
WSGI_APPLICATION = "rcms.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "core.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "rcms.context.page",
            ],
        },
    },
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]
# A folder that this account alone can write: what templates compile to is code, and not every process makes it anew.
TEMPLATE_CACHE = os.environ.get("RCMS_TEMPLATE_CACHE", "")
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {"default": database_from_url(RCMS_LOGIN)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASE_LOGINS = ROLES

REDIS_URL = cache_url_checked(os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"))
CELERY_BROKER_URL = REDIS_URL
# Counters alone (how much an API client asked for); Celery and redis-py write a socket's address differently.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://", 1),
        "KEY_PREFIX": "rcms",
    }
}
FILE_STORE_ROOT = file_store_root(BASE_DIR)
UPLOAD_LIMIT_BYTES = int(os.environ.get("UPLOAD_LIMIT_BYTES", 10 * 1024 * 1024))
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PasswordBackend"]
# guardian keeps the grants; visibility is asked of `scope_of` and `visible_to` alone, so its backend is not hooked.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
# The API: client credentials alone, opaque tokens of ten minutes of which only the checksum is kept.
OAUTH2_PROVIDER_APPLICATION_MODEL = "accounts.MachineClient"
OAUTH2_PROVIDER = {
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",
    "OAUTH2_VALIDATOR_CLASS": "accounts.oauth.ClientValidator",
    "SCOPES_BACKEND_CLASS": "accounts.oauth.ClientScopes",
    "ACCESS_TOKEN_EXPIRE_SECONDS": 600,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["api.authentication.HasScope"],
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.ClientThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsing.PlainJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.parsing.OnlyJSON",
    "DEFAULT_SCHEMA_CLASS": "api.openapi.Schema",
    "EXCEPTION_HANDLER": "api.errors.handle",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Readmission case management",
    "DESCRIPTION": "What a national system does by itself: file, poll, answer, upload, download. See docs/api.md.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVERS": [{"url": "/api/v1"}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "COMPONENT_SPLIT_REQUEST": False,
    "COMPONENT_NO_READ_ONLY_REQUIRED": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "SORT_OPERATIONS": False,
    "POSTPROCESSING_HOOKS": [],
}
API_REQUESTS_PER_MINUTE = int(os.environ.get("RCMS_API_REQUESTS_PER_MINUTE", 600))
API_TOKENS_PER_MINUTE = int(os.environ.get("RCMS_API_TOKENS_PER_MINUTE", 30))
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login_name", "full_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Within SIGN_IN_WINDOW_SECONDS; then a pause. A browser in which the person was signed in counts by itself, strange
# ones together: whoever guesses keeps out strangers, not the person, and not the others behind the same address.
SIGN_IN_ATTEMPTS = 10  # wrong passwords or codes for one user name
SIGN_IN_ATTEMPTS_OF_ADDRESS = 100  # from strange browsers at one address, whatever the names
SIGN_IN_WINDOW_SECONDS = 900
# Whoever types wrong codes knows the password: six digits must not be found by trying for a month.
SECOND_FACTOR_ATTEMPTS = 5
SECOND_FACTOR_WINDOW_SECONDS = 3600
# Off for demonstrations and tests, where nobody has a device.
SECOND_FACTOR_IS_REQUIRED = flag("RCMS_SECOND_FACTOR", default=not TESTING)
# How long after the right password one may take for the second factor.
SIGN_IN_SECONDS = 15 * 60
# For how long after a proof of who one is countersignatures, exports and changes of rights ask for no new one.
# (Tests share signed-in browsers for longer; the test of it sets its own.)
REAUTHENTICATION_SECONDS = (60 if TESTING else 10) * 60
# Sign-in with an authority's own provider (OpenID Connect): which hosts RCMS may ask; none: it is not offered.
OUTGOING_HTTP_IS_ALLOWED = not PRODUCTION  # and only to this machine
OPENID_HOSTS = words("RCMS_OPENID_HOSTS") or ([] if PRODUCTION else ["localhost", "127.0.0.1"])
OPENID_CA = os.environ.get("RCMS_OPENID_CA", "")  # a file with certificates of an authority's own
# How long a role lasts after the last sign-in by which a provider confirmed it.
OPENID_ROLE_DAYS = int(os.environ.get("RCMS_OPENID_ROLE_DAYS", 60))
SESSION_IDLE_SECONDS = int(os.environ.get("RCMS_SESSION_IDLE_SECONDS", 15 * 60))
SESSION_WARNING_SECONDS = 2 * 60  # before the end
SESSION_ABSOLUTE_SECONDS = 8 * 60 * 60

SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_NAME = "rcms_session"
# Beyond the end of the session, so that a form that comes too late still finds its writer.
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS + SESSION_IDLE_SECONDS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
HTTPS_ONLY = flag("RCMS_HTTPS", default=PRODUCTION)
SESSION_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_SECURE = HTTPS_ONLY
if HTTPS_ONLY:
    # Browsers take a cookie of such a name from this very host alone, over HTTPS: none planted by a neighbour.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-rcms_session", "__Host-rcms_csrf"
SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("RCMS_BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS_ONLY
SECURE_HSTS_PRELOAD = HTTPS_ONLY  # allows the browsers' list; whether to enter the name there is the operator's matter
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
# No page needs any of these; a passkey is asked for by our own pages alone.
PERMISSIONS_POLICY: dict[str, str | list[str]] = {
    **{
        name: []
        for name in (
            *("accelerometer", "autoplay", "camera", "clipboard-read", "display-capture"),
            *("encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts"),
            *("magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial"),
            *("storage-access", "usb", "window-management", "xr-spatial-tracking"),
        )
    },
    "publickey-credentials-create": "self",
    "publickey-credentials-get": "self",
}

LANGUAGE_CODE = "en"
# A language is offered once its catalogue in locale/ is complete (`manage.py messages` begins and updates one).
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [FRONTEND_DIST] if FRONTEND_DIST.is_dir() else []
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

EMAIL = email_from_url(os.environ.get("EMAIL_URL", ""))
EMAIL_IS_ON: bool = EMAIL["EMAIL_IS_ON"]
globals().update(EMAIL)
# Links in e-mails begin with it.
PUBLIC_URL = public_url_checked(os.environ.get("RCMS_PUBLIC_URL", "" if PRODUCTION else "http://localhost:8000"))
EMAIL_FROM = os.environ.get("EMAIL_FROM", "") or f"rcms@{urlsplit(PUBLIC_URL).hostname}"
EMAIL_TIMEOUT = int(os.environ.get("EMAIL_TIMEOUT_SECONDS", 20))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "core.logging.RequestIdFilter"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {request_id} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}

# The log of what was done: its name, on its checkpoints and keys, for good; the file of the key that signs them, which
# the sealer alone is given.
LOG_ORIGIN = os.environ.get("RCMS_LOG_ORIGIN", "") or f"{urlsplit(PUBLIC_URL).hostname or 'unnamed'}/log"
SEAL_KEY_FILE = os.environ.get("RCMS_SEAL_KEY_FILE", "")
# What was erased, outside the database: after a restore it is erased once more (manage.py erase --again).
ERASURE_FILE = os.environ.get("RCMS_ERASURE_FILE", "")
# Where checkpoints go besides: a file that only grows, and a time-stamping authority (RFC 3161).
CHECKPOINT_FILE = os.environ.get("RCMS_CHECKPOINT_FILE", "")
TIMESTAMP_URL = os.environ.get("RCMS_TIMESTAMP_URL", "")
# A file with the certificates of authorities that signed those of witnesses, where the system does not know them.
WITNESS_CA = os.environ.get("RCMS_WITNESS_CA", "")

OUTBOX_LEASE_SECONDS = int(os.environ.get("OUTBOX_LEASE_SECONDS", 60))
OUTBOX_ATTEMPTS = 5
OUTBOX_IN_FLIGHT = 50
OUTBOX_KEPT_DAYS = 30  # done rows; what may be told only once has keys of its own

# Days after which a case that nobody has acknowledged is told to the heads of office.
UNANSWERED_DAYS = 5

# An account that nobody used for so many days is closed (0: never), when that was told so many days before.
ACCOUNT_UNUSED_DAYS = int(os.environ.get("RCMS_ACCOUNT_UNUSED_DAYS", 90))
ACCOUNT_UNUSED_NOTICE_DAYS = 14

if PRODUCTION:
    refuse_unsafe(globals())
