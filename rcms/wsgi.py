"""The web server's entry point."""

import os

from django.core.wsgi import get_wsgi_application

from core.logins import need_login

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcms.settings")
application = get_wsgi_application()
need_login("app")
