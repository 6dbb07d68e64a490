"""Guardians of every kind, each in a browser of the own, and what each may open and read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from felles.people.models import FamilyDoor, Guardianship
from felles.portal.session import KEY
from felles.rules.consent import Authority
from felles.rules.families import FamilyLogin
from tests.cast import NOW
from tests.make import Made
from tests.proofs import oracle
from tests.proofs.world import World

# Who asks -> what the guardian is to the child. Only those in OWN are let in.
OWN = ("first", "second", "by_link", "opened")
OTHERS = ("of_another_child", "shut_out", "ended", "unverified", "not_a_holder")
GUARDIANS = (*OWN, *OTHERS)
# A protected address closes the door for everybody until somebody on the reader list opens it.
PROTECTED = {"protected", "protected_nurse_named"}
STRANGER_OF = "other_school"
PAPERS = ("informasjon", "samtykke", "beslutning")
STEPS = ("svar", "tjenester", "se-over", "sett")
JUNK = {"form_token": "junk", "text": "Kladd", "kind": "wish", "answer": "yes_all"}


@dataclass(frozen=True)
class FamilyAsk:
    """One request of one guardian."""

    guardian: str
    state: str
    route: str
    method: str
    url: str

    def __str__(self) -> str:
        return f"{self.method} {self.route} [{self.state}] as {self.guardian}"


def list_asks(world: World, guardian: str, state: str) -> Iterator[FamilyAsk]:
    """Every page of the child's family."""
    pupil = world.made[state].pupil.public_id
    for route in oracle.FAMILY_ROUTES:
        word, values = {
            "family-consent-step": ("step", STEPS),
            "family-paper": ("kind", PAPERS),
        }.get(route, ("", ("",)))
        for value in values:
            url = reverse(route, kwargs={"pupil": pupil} | ({word: value} if word else {}))
            for method in ("GET", "POST"):
                yield FamilyAsk(guardian, state, route, method, url)
    for method in ("GET", "POST"):
        url = reverse(oracle.FAMILY_HOME)
        yield FamilyAsk(guardian, state, oracle.FAMILY_HOME, method, url)


def is_let_in(guardian: str, state: str) -> bool:
    """Whether the guardian's login lasts: there is a child to enter for."""
    if guardian == "of_another_child":
        return state != STRANGER_OF
    return guardian == "opened" or (guardian in OWN and state not in PROTECTED)


def come_in(world: World, guardian: str, state: str) -> Client | None:
    """A browser where the guardian logged in a moment ago; what has changed since is done now.

    None where there is no such guardian.
    """
    made = world.made[STRANGER_OF if guardian == "of_another_child" else state]
    if guardian == "of_another_child" and state == STRANGER_OF:
        return None
    tie = Guardianship.objects.get(pk=made.ties[guardian == "second"].pk)
    _happens(world, guardian, tie)
    client = Client()
    session: Any = client.session
    login = FamilyLogin.LINK if guardian == "by_link" else FamilyLogin.IDPORTEN
    session[KEY] = {
        "guardian": tie.guardian_id,
        "login": login.value,
        "tie": tie.pk if guardian == "by_link" else None,
        "since": NOW.isoformat(),
        "seen": NOW.isoformat(),
    }
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def _happens(world: World, guardian: str, tie: Guardianship) -> None:
    if guardian in ("shut_out", "opened"):
        by, is_open = world.cast.users["social_teacher"], guardian == "opened"
        FamilyDoor.objects.create(guardianship=tie, is_open=is_open, reason="x", by=by, at=NOW)
    changes: dict[str, dict[str, object]] = {
        "ended": {"ended_on": NOW.date()},
        "unverified": {"authority": Authority.UNVERIFIED.value},
        "not_a_holder": {"authority": Authority.HOLDS_NOT.value},
    }
    if guardian in changes:
        Guardianship.objects.filter(pk=tie.pk).update(**changes[guardian])


def tie_of(made: Made, guardian: str) -> Guardianship:
    """The guardian's own tie to the child of the case."""
    return made.ties[guardian == "second"]
