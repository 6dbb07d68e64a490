"""Applies what a roster says of staff: users without a role, and a list for the administrator."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from felles.people.actions.roster_work import BATCH, Work, discard_reviews, with_public_ids
from felles.people.models import User
from felles.rules.reviews import ReviewKind
from felles.rules.roster import StaffRow

K = ReviewKind


def apply_staff(work: Work) -> None:
    """Make users who can neither log in nor see anything, and say who is gone."""
    _create(work)
    for known, row in work.plan.changed_staff:
        User.objects.filter(pk=known.id).update(name=row.name)
        work.log("user.change", User(pk=known.id))
    back = [known.id for known in work.plan.back_staff]
    User.objects.filter(pk__in=back).update(off_roster_on=None)
    discard_reviews(work, [K.STAFF_GONE], user_id__in=back)
    for known in work.plan.gone_staff:
        User.objects.filter(pk=known.id).update(off_roster_on=work.on)
        work.review(K.STAFF_GONE, min(known.schools), user_id=known.id)
    _offer(work)


def _create(work: Work) -> None:
    taken = set(User.objects.order_by("pk").values_list("username", flat=True))
    by_hand = _made_by_hand()
    rows = []
    for row in work.plan.new_staff:
        same = _same(by_hand, row)
        if same is not None:
            User.objects.filter(pk=same.pk).update(external_key=row.key)
            work.log("user.recognise", same)
            by_hand = {names: user for names, user in by_hand.items() if user is not same}
            continue
        username = row.username if row.username and row.username not in taken else ""
        taken.add(username)
        rows.append(
            User(
                username=username,
                name=row.name,
                email=row.email,
                external_key=row.key,
                password=make_password(None),
            )
        )
    for user in with_public_ids(User, rows):
        user.username = user.username or f"ansatt-{user.public_id}"
    User.objects.bulk_create(rows, batch_size=BATCH)
    for user in rows:
        work.log("user.import", user)


def _made_by_hand() -> dict[tuple[str, str], User]:
    """Users of the administrator's own making, by name with user name, and name with address."""
    found: dict[tuple[str, str], User] = {}
    for user in User.objects.filter(external_key="").order_by("-pk"):
        for value in (user.username, user.email):
            if value:
                found[user.name.casefold(), value.casefold()] = user
    return found


def _same(by_hand: dict[tuple[str, str], User], row: StaffRow) -> User | None:
    """The user whom the row is about: same name, and same user name or address."""
    for value in (row.username, row.email):
        found = by_hand.get((row.name.casefold(), value.casefold())) if value else None
        if found is not None:
            return found
    return None


def _offer(work: Work) -> None:
    """Ask the administrator for roles. A roster gives none."""
    keys = {row.key for row, _school_id, _role in work.plan.offers}
    users = dict(
        User.objects.filter(external_key__in=keys).order_by("pk").values_list("external_key", "pk")
    )
    for row, school_id, role in work.plan.offers:
        work.review(K.NEW_STAFF, school_id, user_id=users[row.key], role=role.value)
