"""Conditions in SQL that say whether an actor may see what hangs on a pupil.

The SQL half of :mod:`felles.rules.access` and :mod:`felles.rules.consent`: the same rules, asked
of the database. ``tests/casework/test_twins.py`` runs both over every actor and row and demands
the same answer. ``pupil`` is the outer query's path to the pupil's id, such as ``"pupil_id"``.
The conditions with an underscore are what is asked; :class:`Ready` compiles them once.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from felles.people.models.consent import (
    ConsentAnswer,
    ConsentException,
    ConsentExclusion,
    ConsentNamedPerson,
    ConsentScope,
)
from felles.people.models.grants import AccessGrant
from felles.people.models.pupils import Guardianship, Pupil
from felles.people.ready import Ready
from felles.rules.access import Actor
from felles.rules.consent import AnswerKind, Authority

_DENIED = (AnswerKind.NO.value, AnswerKind.WITHDRAWN.value)
_HOLDER = Q(ended_on__isnull=True) & ~Q(authority=Authority.HOLDS_NOT.value)


def is_excluded(actor: Actor, pupil: str) -> Ready:
    """A holder shut out a service the actor belongs to, and did not name the actor (rule 3)."""
    return Ready(_is_excluded, actor, pupil)


def _is_excluded(actor: Actor, pupil: str) -> Exists:
    holder = Guardianship.objects.filter(
        _HOLDER, pupil_id=OuterRef("pupil_id"), guardian_id=OuterRef("guardian_id")
    )
    named = ConsentNamedPerson.objects.filter(answer_id=OuterRef("pk"), user_id=actor.user_id)
    shut_out = ConsentExclusion.objects.filter(
        answer_id=OuterRef("pk"), service_id__in=actor.affiliations
    )
    return Exists(
        ConsentAnswer.objects.filter(
            Q(kind__in=_DENIED) | Exists(shut_out),
            ~Exists(named),
            Exists(holder),
            pupil_id=OuterRef(pupil),
            is_current=True,
        )
    )


def is_named(actor: Actor, pupil: str) -> Ready:
    """The actor has a running grant by name (rules 1 and 8)."""
    return Ready(_is_named, actor, pupil)


def _is_named(actor: Actor, pupil: str) -> Exists:
    return Exists(
        AccessGrant.objects.filter(
            Q(until_at__isnull=True) | Q(until_at__gt=actor.at),
            pupil_id=OuterRef(pupil),
            user_id=actor.user_id,
            from_at__lte=actor.at,
        )
    )


def is_hidden(actor: Actor, pupil: str) -> Ready:
    """The pupil's address is protected, and the actor is not on the reader list (rule 8)."""
    return Ready(_is_hidden, actor, pupil)


def _is_hidden(actor: Actor, pupil: str) -> Exists:
    # Asked of the few protected pupils, not of every pupil: a condition on the pupil of each case
    # makes PostgreSQL read the pupils of the whole city.
    protected = Pupil.objects.filter(protection__gt=0, pk=OuterRef(pupil))
    return Exists(protected.exclude(_is_named(actor, "pk")))


def is_granted(actor: Actor, pupil: str) -> Ready:
    """A case has opened the pupil for the actor's service."""
    return Ready(_is_granted, actor, pupil)


def _is_granted(actor: Actor, pupil: str) -> Exists:
    return Exists(
        AccessGrant.objects.filter(
            Q(until_at__isnull=True) | Q(until_at__gt=actor.at),
            pupil_id=OuterRef(pupil),
            service_id=actor.organisation_id,
            from_at__lte=actor.at,
        )
    )


def _scope_is_live_for_all(actor: Actor, since: str) -> Q:
    """Condition on :class:`ConsentScope` rows: this topic is allowed the actor's service by all.

    Reads: somebody's answer is waited for, no holder who is waited for fails to allow the topic,
    and none at all shuts the service out (rule 2). A yes to a question from before ``since``, when
    the outer case was opened or opened again, is over.
    """
    service = actor.organisation_id
    live = Q(
        service_id=service,
        answer__is_current=True,
        answer__valid_from__lte=actor.on,
        answer__valid_until__gte=actor.on,
    )
    allows_same_topic = ConsentScope.objects.filter(
        live,
        answer__request__asked_at__gte=OuterRef(OuterRef(OuterRef(since))),
        answer__pupil_id=OuterRef("pupil_id"),
        answer__guardian_id=OuterRef("guardian_id"),
        topic=OuterRef(OuterRef("topic")),
    )
    exempt = ConsentException.objects.filter(
        guardianship_id=OuterRef("pk"),
        approved_at__lte=actor.at,
        ended_at__isnull=True,
        from_on__lte=actor.on,
        until_on__gte=actor.on,
    )
    denies = ConsentAnswer.objects.filter(
        Q(kind__in=_DENIED)
        | Exists(ConsentExclusion.objects.filter(answer_id=OuterRef("pk"), service_id=service)),
        pupil_id=OuterRef("pupil_id"),
        guardian_id=OuterRef("guardian_id"),
        is_current=True,
    )
    holders = Guardianship.objects.filter(_HOLDER, pupil_id=OuterRef("answer__pupil_id"))
    is_verified = Q(authority=Authority.HOLDS.value)
    awaited = ~(is_verified & Exists(exempt))
    fails = holders.filter(
        Q(Exists(denies)) | (awaited & ~(is_verified & Exists(allows_same_topic)))
    )
    return live & Q(Exists(holders.filter(awaited))) & Q(~Exists(fails))


def has_live_consent(actor: Actor, pupil: str, since: str) -> Ready:
    """Every holder allows the actor's service at least one and the same topic today (rule 2).

    ``since`` is the outer query's path to the instant from which a yes is to the outer case.
    """
    return Ready(_has_live_consent, actor, pupil, since)


def _has_live_consent(actor: Actor, pupil: str, since: str) -> Exists:
    return Exists(
        ConsentScope.objects.filter(
            _scope_is_live_for_all(actor, since), answer__pupil_id=OuterRef(pupil)
        )
    )


def topic_is_live(actor: Actor, pupil: str, since: str, topic: str) -> Ready:
    """Every holder allows the actor's service the outer row's own topic today (rule 2)."""
    return Ready(_topic_is_live, actor, pupil, since, topic)


def _topic_is_live(actor: Actor, pupil: str, since: str, topic: str) -> Exists:
    return Exists(
        ConsentScope.objects.filter(
            _scope_is_live_for_all(actor, since),
            answer__pupil_id=OuterRef(pupil),
            topic=OuterRef(topic),
        )
    )
