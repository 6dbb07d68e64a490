from django.apps import AppConfig


class InteropConfig(AppConfig):
    name = "felles.interop"
    label = "interop"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the readers where the pages and commands ask for them."""
        from felles.interop.nsr import read_register
        from felles.interop.roster import read_roster
        from felles.people import rosters

        rosters.install(roster=read_roster, register=read_register)
