"""Settings of the provider's process. Everything is in memory and ends with it."""

import os
import secrets

from joserfc.jwk import RSAKey

SECRET_KEY = secrets.token_urlsafe(48)
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "oauth2_provider"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "tests.provider.urls"
LOGIN_URL = "/login"
_LOGIN = """<!doctype html><html lang="en"><title>Sign in at the authority</title><main><h1>Sign in at the authority</h1>
<form method="post">{% csrf_token %}<label>Name <input name="username"></label><label>Password <input name="password" type="password">
</label><input type="hidden" name="next" value="{{ next }}"><button>Sign in</button></form></main></html>"""
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.locmem.Loader", {"registration/login.html": _LOGIN})],
            "context_processors": ["django.template.context_processors.request"],
        },
    }
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["PROVIDER_DATABASE"]}}
MIGRATION_MODULES = dict.fromkeys(("contenttypes", "auth", "sessions", "oauth2_provider"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
USE_TZ = True
OAUTH2_PROVIDER = {
    "OIDC_ENABLED": True,
    "OIDC_RSA_PRIVATE_KEY": RSAKey.generate_key(2048).as_pem(private=True).decode(),
    "OAUTH2_VALIDATOR_CLASS": "tests.provider.validator.Validator",
    "SCOPES": {"openid": "Who you are", "groups": "Your groups"},
    "ALLOWED_REDIRECT_URI_SCHEMES": ["http", "https"],
    "PKCE_REQUIRED": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
}
