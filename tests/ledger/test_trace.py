"""The ledger keeps who, where and when, and never a word that a person wrote."""

from datetime import timedelta

import pytest
from django.db import models

from felles.ledger.actions import forget_submitted_forms, submit_once
from felles.ledger.models import ChangeEvent, OutboxMessage, ReadEvent, SubmittedForm
from felles.people.models import Pupil
from tests import make
from tests.cast import NOW, Cast, build_cast

pytestmark = pytest.mark.django_db
# What the cast's cases are full of.
WORDS = ("maja", "prøvesen", "foresatt 1", "friminutt", "tegne", "lekegruppe", "vist i", "vedtak")


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def test_no_row_holds_a_name_or_a_text(cast: Cast) -> None:
    for build in make.STATES.values():
        build(cast)
    for model in (ChangeEvent, ReadEvent, OutboxMessage, SubmittedForm):
        for row in model.objects.order_by("pk").values():
            said = str(row).lower()
            assert not [word for word in WORDS if word in said], row


def test_codes_are_enum_values_and_numbers(cast: Cast) -> None:
    for build in make.STATES.values():
        build(cast)
    rows = ChangeEvent.objects.order_by("pk").values_list("codes", flat=True)
    values = [value for codes in rows for value in codes.values()]
    assert len(values) > 100
    for value in values:
        is_code = isinstance(value, str) and value.replace("_", "").isalnum() and len(value) <= 32
        assert isinstance(value, int | bool) or is_code, value


@pytest.mark.parametrize("model", [ChangeEvent, ReadEvent, OutboxMessage, SubmittedForm])
def test_ledger_points_at_nothing_so_that_erasure_is_never_blocked(
    model: type[models.Model],
) -> None:
    assert not [field for field in model._meta.get_fields() if field.is_relation]


def test_form_is_carried_out_once_and_its_token_is_forgotten(cast: Cast) -> None:
    rector, done = cast.actor("rector"), list[int]()
    for _ in range(3):
        submit_once(by=rector, at=NOW, token="t", do=lambda: done.append(1))
    assert done == [1]
    assert forget_submitted_forms(before=NOW) == 0
    assert forget_submitted_forms(before=NOW + timedelta(seconds=1)) == 1
    assert submit_once(by=rector, at=NOW, token="t", do=lambda: done.append(2))


def test_form_that_fails_leaves_nothing_and_may_be_sent_again(cast: Cast) -> None:
    rector = cast.actor("rector")

    def fail() -> None:
        Pupil.objects.update(given_name="")
        raise RuntimeError

    make.pupil(cast)
    with pytest.raises(RuntimeError):
        submit_once(by=rector, at=NOW, token="t", do=fail)
    assert Pupil.objects.get().given_name == "Maja"
    assert submit_once(by=rector, at=NOW, token="t", do=lambda: None)


def test_form_without_a_token_is_not_carried_out(cast: Cast) -> None:
    with pytest.raises(ValueError, match="token"):
        submit_once(by=cast.actor("rector"), at=NOW, token="", do=lambda: None)
