"""Set-up: organisations, classes, users, posts and single pupils."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from felles.ledger.actions import record_change
from felles.people.ids import identity_hash
from felles.people.models import ClassGroup, Organisation, Post, PostClass, PostSchool, Pupil, User
from felles.rules.access import Actor, Permission, may
from felles.rules.decision import Decision
from felles.rules.people import may_hold_post
from felles.rules.roles import OrgKind, Role
from felles.rules.text import N_


def _require(by: Actor, permission: Permission) -> None:
    if not may(by, permission):
        Decision.no(N_("Rollen din kan ikke gjøre dette.")).require()


def _log(by: Actor, at: datetime, action: str, row: Any, **codes: str | int | bool) -> None:
    record_change(
        by=by,
        at=at,
        action=action,
        object_type=type(row).__name__,
        object_id=row.pk,
        pupil_id=row.pk if isinstance(row, Pupil) else None,
        codes=codes,
    )


def create_organisation(
    *,
    by: Actor,
    at: datetime,
    kind: OrgKind,
    name: str,
    org_number: str = "",
    parent: Organisation | None = None,
    phone: str = "",
    hours: str = "",
) -> Organisation:
    """Add a school or a service by hand.

    Raises:
        Refused: the actor may not, or the organisation number is in use.
    """
    _require(by, Permission.SETUP)
    if org_number and Organisation.objects.filter(org_number=org_number).exists():
        Decision.no(N_("Organisasjonsnummeret er i bruk.")).require()
    with transaction.atomic():
        organisation = Organisation.objects.create(
            kind=kind.value,
            name=name,
            org_number=org_number,
            parent=parent,
            phone=phone,
            hours=hours,
        )
        _log(by, at, "organisation.create", organisation, kind=kind.value)
    return organisation


def create_class(
    *, by: Actor, at: datetime, school: Organisation, name: str, grade: int | None
) -> ClassGroup:
    """Add a class to a school by hand."""
    _require(by, Permission.SETUP)
    with transaction.atomic():
        class_group = ClassGroup.objects.create(school=school, name=name, grade=grade)
        _log(by, at, "class.create", class_group, school=school.pk)
    return class_group


def create_user(
    *,
    by: Actor,
    at: datetime,
    username: str,
    name: str,
    email: str = "",
    phone: str = "",
    password: str | None = None,
    is_demo: bool = False,
) -> User:
    """Add a member of staff; without a password the account cannot log in by password.

    Raises:
        Refused: the actor may not, or the user name is taken.
    """
    _require(by, Permission.PEOPLE_ADMIN)
    if User.objects.filter(username=username).exists():
        Decision.no(N_("Brukernavnet er i bruk. Velg et annet.")).require()
    with transaction.atomic():
        user = User.objects.create_user(
            username, password, name=name, email=email, phone=phone, is_demo=is_demo
        )
        _log(by, at, "user.create", user)
    return user


def set_password(*, by: Actor, at: datetime, user: User, password: str) -> None:
    """Give a user a new password."""
    _require(by, Permission.PEOPLE_ADMIN)
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        _log(by, at, "user.password", user)


def create_post(
    *,
    by: Actor,
    at: datetime,
    user: User,
    role: Role,
    organisation: Organisation,
    from_on: date,
    employer: Organisation | None = None,
    until_on: date | None = None,
    schools: Iterable[Organisation] = (),
    classes: Iterable[ClassGroup] = (),
) -> Post:
    """Give a user a role at an organisation, paid by ``employer`` (the same when left out).

    Raises:
        Refused: the actor may not, the role does not fit the kind of organisation, or the user
            already has this post.
    """
    _require(by, Permission.PEOPLE_ADMIN)
    may_hold_post(role, OrgKind(organisation.kind)).require()
    running = Post.objects.filter(
        user=user, role=role.value, organisation=organisation, until_on__isnull=True
    )
    if until_on is None and running.exists():
        Decision.no(N_("Personen har denne rollen allerede.")).require()
    with transaction.atomic():
        post = Post.objects.create(
            user=user,
            role=role.value,
            organisation=organisation,
            employer=employer or organisation,
            from_on=from_on,
            until_on=until_on,
        )
        PostSchool.objects.bulk_create(PostSchool(post=post, school=row) for row in schools)
        PostClass.objects.bulk_create(PostClass(post=post, class_group=row) for row in classes)
        _log(by, at, "post.create", post, role=role.value, organisation=organisation.pk)
    return post


def end_post(*, by: Actor, at: datetime, post: Post, until_on: date) -> None:
    """End a post; access ends with the day, at the next request."""
    _require(by, Permission.PEOPLE_ADMIN)
    if until_on < post.from_on:
        Decision.no(N_("Sluttdatoen kan ikke være før startdatoen.")).require()
    with transaction.atomic():
        post.until_on = until_on
        post.save(update_fields=["until_on"])
        _log(by, at, "post.end", post, role=post.role)


def create_pupil(
    *,
    by: Actor,
    at: datetime,
    school: Organisation,
    given_name: str,
    family_name: str,
    class_group: ClassGroup | None = None,
    birth_on: date | None = None,
    language: str = "",
    preferred_name: str = "",
    identity_number: str = "",
) -> Pupil:
    """Add one pupil by hand. The identity number is kept as a keyed hash only."""
    _require(by, Permission.SETUP)
    with transaction.atomic():
        pupil = Pupil.objects.create(
            school=school,
            class_group=class_group,
            grade=class_group.grade if class_group else None,
            given_name=given_name,
            family_name=family_name,
            preferred_name=preferred_name,
            birth_on=birth_on,
            language=language,
            identity_hash=identity_hash(identity_number) if identity_number else "",
        )
        _log(by, at, "pupil.create", pupil, school=school.pk)
    return pupil
