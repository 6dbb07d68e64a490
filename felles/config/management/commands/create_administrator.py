"""``script/manage create_administrator``: the first person who can log in to a new Felles."""

from __future__ import annotations

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from felles.people.actions import create_organisation, create_post, create_user
from felles.people.models import Organisation
from felles.people.queries import system_actor
from felles.rules.decision import Refused
from felles.rules.roles import OrgKind, Role

WANTED = ("username", "name", "district", "email")


class Command(BaseCommand):
    help = (
        "Make an administrator, who then sets up everything else. Asks for the password, twice; "
        "the district is made when there is none of that name."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who it is, and for which district."""
        parser.add_argument("username", help="what the person logs in with")
        parser.add_argument("--name", required=True, help="the person's full name")
        parser.add_argument("--district", required=True, help="the district or municipality")
        parser.add_argument("--email", default="", help="where notices go")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the administrator, or say in one sentence why not."""
        password = _ask_password()
        try:
            with transaction.atomic():
                _create(password=password, **{key: options[key] for key in WANTED})
        except Refused as refusal:
            raise CommandError(refusal.decision.reason) from None
        self.stdout.write(f"{options['name']} can now log in as {options['username']}.")


def _ask_password() -> str:
    password = getpass("Password: ")
    try:
        validate_password(password)
    except ValidationError as problem:
        raise CommandError(" ".join(problem.messages)) from None
    if getpass("The same again: ") != password:
        raise CommandError("The two passwords differ; nothing was made.")
    return password


def _create(*, username: str, name: str, district: str, email: str, password: str) -> None:
    at = timezone.now()
    by = system_actor(at)
    kind = OrgKind.DISTRICT
    organisation = Organisation.objects.filter(kind=kind.value, name=district).first()
    if organisation is None:
        organisation = create_organisation(by=by, at=at, kind=kind, name=district)
    user = create_user(by=by, at=at, username=username, name=name, email=email, password=password)
    create_post(
        by=by,
        at=at,
        user=user,
        role=Role.ADMINISTRATOR,
        organisation=organisation,
        from_on=by.on,
    )
