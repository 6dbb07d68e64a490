"""Mutants that change nothing that anybody could see, each with its reason."""

UNUSED = "reads more than it is asked for, and uses none of it"
EQUIVALENT: dict[str, str] = {
    "felles.casework.queries.agenda:get_own_agenda: CaseItem.objects.filter(row__meeting=meeting, "
    "case__in=visible_cases(actor)) -> CaseItem.objects.filter(case__in=visible_cases(actor))": (
        UNUSED
    ),
    "felles.casework.queries.agenda:get_own_agenda: visible_cases(actor).filter("
    "pk__in=case_of.values()) -> visible_cases(actor).filter()": UNUSED,
    "felles.casework.queries.agenda:_load_cases: CaseItem.objects.filter(row__meeting=meeting, "
    "case__in=seen) -> CaseItem.objects.filter(case__in=seen)": UNUSED,
    "felles.casework.queries.agenda:_load_cases: seen.filter(pk__in={item.case_id for item in "
    "by_row.values()}) -> seen.filter()": UNUSED,
    "felles.activities.queries.parents:list_school_sums: EventLanguage.objects.filter("
    "event__in=counted, came__gt=0) -> EventLanguage.objects.filter(event__in=counted, "
    "came__gte=0)": "nobody is told in no band",
    "felles.activities.queries.groups:get_group: places.exclude(state=PlaceState.LEFT.value) -> "
    "places.exclude()": UNUSED,
    "felles.activities.queries.groups:list_attendance: CourseAttendance.objects.filter("
    "session=session, pupil__in=found) -> CourseAttendance.objects.filter(session=session)": UNUSED,
    "felles.activities.queries.groups:get_group: place.waiting_since or _LAST -> "
    "place.waiting_since": "the database lets nobody wait without saying since when",
    "felles.casework.actions.room:write_in_room: get_case(by, line.case.public_id if line.case "
    "else '') -> open get_case(by, line.case.public_id if line.case else '')": (
        "the room has no line whose case is out of sight"
    ),
    "felles.casework.actions.room_case:finish_case: see_case(by, case.public_id, "
    "Permission.TEAM_DECIDE) -> open see_case(by, case.public_id, Permission.TEAM_DECIDE)": (
        "the room has no line whose case is out of sight"
    ),
    "felles.casework.queries.good_calls:list_call_shares: …e=since, held_on__lte=actor.on, "
    "case__school__in=schools)… -> …e=since, held_on__lte=actor.on)…": UNUSED,
    "felles.casework.queries.papers:_load: readable(Measure, actor, view.sight) -> "
    "open readable(Measure, actor, view.sight)": "what is restricted stands on no paper",
    "felles.casework.queries.today:_news: visible_cases(actor).filter(pk__in={step.case_id for "
    "step in found}) -> visible_cases(actor).filter()": UNUSED,
    "felles.casework.queries.family:_child: case is None or asked is None or asked.asked_at < "
    "case.active_since_at -> asked is None or asked.asked_at < case.active_since_at": (
        "guardians are asked in a case, never without one"
    ),
    "felles.casework.queries.family:_family_cases: Case.objects.filter(pupil_id__in=pupil_ids) -> "
    "Case.objects.filter()": UNUSED,
    "felles.casework.queries.family:list_family_reads: row.organisation_id or 0 -> "
    "row.organisation_id": "whoever works here reads for an organisation",
    "felles.casework.queries.family:list_family_reads: row.organisation_id or 0 -> "
    "row.organisation_id (no. 2)": "whoever works here reads for an organisation",
    "felles.casework.queries.loop:_own_concerns: if actor.affiliations: ... -> if True: ...": (
        "narrows for speed: whoever belongs to no service is shut out with none"
    ),
    "felles.casework.models.texts:readable: if not sight: ... -> if False: ...": (
        "without a ground there are no topics, and nobody is inside the school"
    ),
    "felles.people.queries.facts:_answers: ConsentAnswer.objects.filter(pupil_id__in=pupil_ids, "
    "is_current=True) -> ConsentAnswer.objects.filter(is_current=True)": UNUSED,
    "felles.people.queries.facts:_holders: Guardianship.objects.filter(pupil_id__in=pupil_ids, "
    "ended_on__isnull=True) -> Guardianship.objects.filter(ended_on__isnull=True)": UNUSED,
    "felles.people.queries.facts:load_pupil_facts: AccessGrant.objects.filter("
    "Q(until_at__isnull=True) | Q(until_at__gt=at), pupil_id__in=ids, from_at__lte=at) -> "
    "AccessGrant.objects.filter(Q(until_at__isnull=True) | Q(until_at__gt=at), from_at__lte=at)": (
        UNUSED
    ),
    "felles.people.queries.facts:load_pupil_facts: ConsentRequest.objects.filter(pupil_id__in=ids) "
    "-> ConsentRequest.objects.filter()": UNUSED,
    "felles.people.queries.facts:load_pupil_facts: if grant.service_id is not None: ... -> "
    "if True: ...": "the database holds no grant but for a person or for a service",
    "felles.people.queries.facts:_list_exempt: …nsentException.objects.filter("
    "guardianship__pupil_id__in=pupil_ids, approved_at__lte=at,… -> "
    "…nsentException.objects.filter(approved_at__lte=at,…": UNUSED,
    "felles.people.queries.facts:load_pupil_facts: Pupil.objects.filter(pk__in=ids) -> "
    "Pupil.objects.filter()": UNUSED,
    "felles.people.queries.actors:list_actors_of_posts: Post.objects.filter(pk__in=post_ids) -> "
    "Post.objects.filter()": UNUSED,
    "felles.people.queries.actors:list_actors_of_posts: _posts(on).filter(user_id__in=users) -> "
    "_posts(on).filter()": UNUSED,
    "felles.people.queries.actors:list_actors_at_school: Q(organisation_id__in=service_ids, "
    "post_schools__school_id=school_id) -> Q(post_schools__school_id=school_id)": UNUSED,
    "felles.people.queries.actors:list_actors_at_school: Q(organisation_id__in=service_ids, "
    "post_schools__school_id=school_id) -> Q(organisation_id__in=service_ids)": UNUSED,
    "felles.people.queries.actors:list_actors_at_school: Post.objects.filter(_running(on)).filter("
    "at_school | in_service) -> Post.objects.filter(_running(on)).filter()": UNUSED,
    "felles.people.queries.actors:list_actors_at_school: Post.objects.filter(_running(on)) -> "
    "Post.objects.filter()": UNUSED,
    "felles.people.queries.actors:list_actors_at_school: _posts(on).filter("
    "user_id__in=might.values('user_id')) -> _posts(on).filter()": UNUSED,
    "felles.people.queries.actors:list_personas: User.objects.filter(is_demo=True, is_active=True) "
    "-> User.objects.filter(is_demo=True)": "whoever is gone has no running post",
    "felles.people.queries.actors:list_personas: _posts(at.astimezone(OSLO).date()).filter("
    "user__in=users) -> _posts(at.astimezone(OSLO).date()).filter()": UNUSED,
    "felles.people.queries.families:_doors: FamilyDoor.objects.filter(guardianship_id__in=tie_ids, "
    "ended_at__isnull=True) -> FamilyDoor.objects.filter(ended_at__isnull=True)": UNUSED,
    "felles.people.queries.families:list_ties_with_doors: Guardianship.objects.filter("
    "pupil_id__in=pupil_ids, ended_on__isnull=True) -> "
    "Guardianship.objects.filter(ended_on__isnull=True)": UNUSED,
    "felles.people.queries.families:list_own_ties: Guardianship.objects.filter("
    "guardian_id=actor.guardian_id, ended_on__isnull=True) -> "
    "Guardianship.objects.filter(guardian_id=actor.guardian_id)": (
        "whoever may enter is asked whether the tie runs, by the rule"
    ),
    "felles.people.visibility:_scope_is_live_for_all: live & Q(Exists(holders.filter(awaited))) -> "
    "Q(Exists(holders.filter(awaited)))": (
        "narrows for speed: every holder who is waited for has to allow the same topic"
    ),
    "felles.people.queries.imports:_of_pupils: if actor.affiliations: ... -> if True: ...": (
        "narrows for speed: whoever belongs to no service is shut out with none"
    ),
    "felles.ui.middleware:LoginRequiredMiddleware.process_view: match is not None and "
    "match.view_name in settings.PUBLIC_VIEW_NAMES -> match.view_name in "
    "settings.PUBLIC_VIEW_NAMES": "a view is asked about once it has been found",
    "felles.rules.access:may_read_text: if not sight: ... -> if False: ...": (
        "without a ground there are no topics, and nobody is inside the school"
    ),
}
