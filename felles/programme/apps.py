from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "felles.programme"
    label = "programme"
    default_auto_field = "django.db.models.BigAutoField"
