"""Makes the database ready for script/server, in one process, since Django's start costs most."""

import sys

import django
from django.conf import settings
from django.core.management import call_command, get_commands

from script.tool.common import Stop, say


def prepare() -> None:
    """Migrate, load the demo into an empty database, and collect the static files."""
    call_command("migrate", interactive=False, verbosity=0)
    # Only now can models be imported.
    from felles.people.models import User

    empty = not User.objects.exists()
    if settings.IS_DEMO and empty and "load_demo" in get_commands():
        say("Loading the demo …")
        call_command("load_demo")
    call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    django.setup()
    try:
        prepare()
    except Stop as stop:
        sys.exit(str(stop))
