"""The web's door: the WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from emotion_garden import entrance

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emotion_garden.settings")

entrance.read_settings()
application = get_wsgi_application()
