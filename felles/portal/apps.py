from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "felles.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
