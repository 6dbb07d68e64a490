from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "felles.config"
    label = "config"
