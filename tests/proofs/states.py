"""A case in every state that decides what somebody sees: tests/make.py's, and the rarer ones."""

from collections.abc import Callable
from dataclasses import replace

from felles.casework import actions
from felles.casework.models import (
    Case,
)
from felles.people.models import (
    AccessGrant,
    ConsentAnswer,
    ConsentRequest,
    Pupil,
)
from felles.rules.consent import AnswerKind
from felles.rules.roles import Topic
from tests import make
from tests.cast import NOW, Cast, days

SCHOOL_TOPIC = frozenset({Topic.SCHOOL_ENVIRONMENT})


def lapsed(cast: Cast) -> make.Made:
    """In the team; one guardian's yes ran out yesterday."""
    made = make.in_measures(cast)
    answer = ConsentAnswer.objects.filter(pupil=made.pupil, is_current=True).order_by("pk")[:1]
    yesterday = NOW.date() - days(1)
    ConsentAnswer.objects.filter(pk__in=answer.values("pk")).update(
        valid_from=yesterday, valid_until=yesterday
    )
    return made


def school_topics_only(cast: Cast) -> make.Made:
    """One guardian allows everything, the other only friends and school environment."""
    made = make.asked(cast)
    make.answer(cast, made, 0)
    make.answer(cast, made, 1, kind=AnswerKind.YES_SOME, topics=SCHOOL_TOPIC)
    actions.move_to_innsatsteam(
        by=cast.actor("rector"), at=NOW, public_id=made.public_id, version=made.version
    )
    return made


def named(cast: Cast) -> make.Made:
    """A teacher has been named in the case."""
    made = make.at_school(cast)
    _name(cast, made, "teacher")
    return made


def protected_nurse_named(cast: Cast) -> make.Made:
    """Protected; the nurse, whom the guardians allow, stands on the list."""
    made = make.in_measures(cast)
    make.protect(cast, made)
    _name(cast, made, "health_nurse")
    return made


def earlier_case(cast: Cast) -> make.Made:
    """Closed at school; the same pupil has another case now, which is in the team."""
    made = make.at_elevsaksmote(cast)
    make.evaluate(cast, made, None)
    by = cast.actor("rector")
    actions.close_at_school(
        by=by, at=NOW, public_id=made.public_id, version=made.version, held_on=by.on, text="Bra."
    )
    now = make.in_measures(cast)
    # The case in the team becomes this pupil's, with all that stands to it.
    for model in (Case, AccessGrant, ConsentRequest, ConsentAnswer):
        model.objects.filter(pupil=now.pupil).update(pupil=made.pupil)
    now.pupil.guardianships.update(pupil=made.pupil)
    made.pupil.guardianships.exclude(pk__in=[tie.pk for tie in now.ties]).update(
        ended_on=NOW.date()
    )
    return replace(made, ties=now.ties)


def left_school(cast: Cast) -> make.Made:
    """The pupil has moved away; the case at the old school was closed before."""
    made = make.closed(cast)
    Pupil.objects.filter(pk=made.pupil.pk).update(
        school=cast.organisations["granasen"], class_group=cast.classes["7C"]
    )
    return made


def _name(cast: Cast, made: make.Made, part: str) -> None:
    actions.name_case_reader(
        by=cast.actor("social_teacher"),
        at=NOW,
        public_id=made.public_id,
        user_id=cast.users[part].pk,
        reason="Følger opp eleven",
    )


STATES: dict[str, Callable[[Cast], make.Made]] = {
    **make.STATES,
    "team_lapsed": lapsed,
    "team_school_topics_only": school_topics_only,
    "named": named,
    "protected_nurse_named": protected_nurse_named,
    "earlier_case": earlier_case,
    "left_school": left_school,
}
# What everybody writes in every case: kind of author, audience, topic.
