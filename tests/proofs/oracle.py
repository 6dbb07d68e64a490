"""Who sees what, written by hand. Nothing here is computed from the product.

Read it as a table: somebody who knows schools should be able to say whether it is right.
"""

# --- The cast: part -> what the person is. Two are not in the product's own small cast. ---
FURULIA = "contact_teacher other_contact_teacher teacher milieu_worker social_teacher rector "
FURULIA += "social_agent double_hat "
GRANASEN = "other_rector other_school_teacher "
SCHOOL_STAFF = FURULIA + GRANASEN
SERVICE_STAFF = "health_nurse club_leader child_welfare_intake oslohjelpa bup other_nurse "
LEADERS = "agent_leader project_leader steering_member project_owner "
OFFICE = "secretary administrator "
PLANNERS = "agent_leader project_leader " + OFFICE
WITH_A_POST = SCHOOL_STAFF + SERVICE_STAFF + LEADERS + OFFICE
# Logged in without a post: never had one, or it ended yesterday.
WITHOUT_A_POST = "outsider former_rector "
EVERYONE = WITH_A_POST + WITHOUT_A_POST + "anonymous"

COORDINATORS = "social_teacher rector other_rector double_hat "
# May know whom the guardians said no to.
KNOWS_CONSENT = COORDINATORS + "social_agent "
SOCIAL_TEACHERS = "social_teacher double_hat"
DISCUSS = KNOWS_CONSENT + SERVICE_STAFF
# Came to the meeting that was held a week ago. Who coordinates there leads it.
CAME = "rector social_teacher social_agent health_nurse club_leader child_welfare_intake oslohjelpa"
LED_BY = "social_teacher rector double_hat"
RHYTHM = COORDINATORS + LEADERS + "secretary "
CASE_STAFF = "contact_teacher other_contact_teacher social_agent " + COORDINATORS
READERS = SCHOOL_STAFF + SERVICE_STAFF
# The innsatsteam's meeting of the world: some of each are called, and the coordinators lead it.
CALLED = "rector social_teacher social_agent health_nurse child_welfare_intake "
LEADS_IT = "rector social_teacher double_hat "
IN_MEETING = CALLED + "double_hat "
# The log of the school yard: who writes it, and who reads its texts at Furulia.
NOTES_OUTREACH = "social_agent milieu_worker "
READS_OUTREACH = NOTES_OUTREACH + "social_teacher rector double_hat "
# Courses of Furulia: the plan is for all of its staff, planning for the social agent alone.
READS_COURSES = FURULIA
PLANS_COURSES = "social_agent "
# From school to club: who notes it, at any school and at the club; and Furulia's own with its club.
CROSSES = "social_teacher rector double_hat social_agent milieu_worker club_leader "
CHECKS = "social_agent agent_leader "
WRITES_CHECKLISTS = "agent_leader project_leader secretary "
# Work with parents: who reads of it, who plans it, who reads the texts over.
READS_PARENTS = SCHOOL_STAFF + "agent_leader project_leader "
PLANS_AT_FURULIA = "milieu_worker social_agent social_teacher rector double_hat "
PLANS_PARENTS = PLANS_AT_FURULIA + "other_rector "
READS_TEXTS = KNOWS_CONSENT + "agent_leader " + OFFICE
# The group of Furulia's course, which the milieu worker holds too: who makes groups, who sees it.
MAKES_GROUPS = "social_agent social_teacher rector double_hat "
SEES_GROUP = MAKES_GROUPS + "milieu_worker "
LEADS_SOMEWHERE = COORDINATORS + "agent_leader project_leader " + OFFICE

# --- Which parts see the case, state by state (a name in tests/make.py or tests/proofs/world.py).
AT_SCHOOL = "social_teacher rector social_agent double_hat contact_teacher "
TEAM = "health_nurse club_leader child_welfare_intake oslohjelpa "
SEES: dict[str, str] = {
    "concern": AT_SCHOOL,
    "at_school": AT_SCHOOL,
    "elevsaksmote": AT_SCHOOL,
    "asked": AT_SCHOOL,
    "team_yes_all": AT_SCHOOL + TEAM,
    "measures": AT_SCHOOL + TEAM,
    "evaluation": AT_SCHOOL + TEAM,
    "closed": AT_SCHOOL,
    # A no or a withdrawal shuts out whoever belongs to a service: the agent, and two hats.
    "refused": "social_teacher rector contact_teacher",
    "team_withdrawn": "social_teacher rector contact_teacher",
    "team_not_child_welfare": (
        "social_teacher rector contact_teacher health_nurse club_leader oslohjelpa"
    ),
    "team_agent_named": (
        "social_teacher rector contact_teacher social_agent health_nurse club_leader oslohjelpa"
    ),
    "team_new_guardian": AT_SCHOOL,
    "team_lapsed": AT_SCHOOL,
    "team_school_topics_only": AT_SCHOOL + TEAM,
    "named": AT_SCHOOL + "teacher ",
    "protected": "social_teacher",
    "protected_nurse_named": "social_teacher health_nurse",
    "earlier_case": AT_SCHOOL,
    "later_case": AT_SCHOOL + TEAM,
    # Now in 7C at another school, which knows nothing of it.
    "left_school": "social_teacher rector social_agent double_hat",
    "other_school": "other_rector",
}

# --- What a service reads of a case that it sees: "all" topics or the one named.
TOPICS: dict[str, str] = {
    "team_yes_all": "all",
    "measures": "all",
    "evaluation": "all",
    "team_not_child_welfare": "all",
    "team_agent_named": "all",
    "protected_nurse_named": "all",
    "later_case": "all",
    "team_school_topics_only": "school_environment",
}

# --- Which service the school was in contact with, in every case: no other service reads of it.
CONTACTED = "health_nurse"

# --- The states in which whoever sees the case also sends every form.
POSTED = {
    "concern",
    "at_school",
    "elevsaksmote",
    "asked",
    "measures",
    "evaluation",
    "closed",
    "protected_nurse_named",
}

# --- Who raised the case's concern, and hears what became of it.
RAISED_BY = dict.fromkeys(SEES, "contact_teacher") | {"other_school": "other_rector"}
# The loop is closed where the address is protected, unless one is on the list.
LOOP_IS_CLOSED = {"protected", "protected_nurse_named"}

# --- The routes. "case": the path names a case, and whoever does not see it gets 404.
# "page": open to those parts whatever the case. "own": only to the part it belongs to.
# "public": without login. "entered": everybody who is logged in, with or without a post.
GET, POST, BOTH = "GET", "POST", "GET POST"
CASE_ROUTES: dict[str, tuple[str, str]] = {
    "case": (READERS, BOTH),
    "case-timeline": (READERS, BOTH),
    "case-readers": (READERS, BOTH),
    "case-log": (COORDINATORS, BOTH),
    "case-note": (READERS, BOTH),
    "case-text-take-back": ("contact_teacher " + SOCIAL_TEACHERS, BOTH),  # the first's own text
    "case-talk": (SCHOOL_STAFF, BOTH),
    "case-voice": (SCHOOL_STAFF, BOTH),
    "case-contact": (KNOWS_CONSENT, BOTH),
    "case-owner": (CASE_STAFF, BOTH),
    "case-reader-add": (COORDINATORS, BOTH),
    "case-reader-remove": (COORDINATORS, BOTH),
    "case-accept": (CASE_STAFF, BOTH),
    "case-bring": (CASE_STAFF, BOTH),
    "case-decide": (COORDINATORS, BOTH),
    "case-refer": (COORDINATORS, BOTH),
    "case-to-team": (COORDINATORS, BOTH),
    "case-team-decide": (COORDINATORS, BOTH),
    "case-stay": (COORDINATORS, BOTH),
    "case-start-evaluation": (COORDINATORS, BOTH),
    "case-evaluate": (COORDINATORS, BOTH),
    "case-reopen": (COORDINATORS, BOTH),
    "measure-add": (CASE_STAFF + SERVICE_STAFF, BOTH),
    "measure-check-in": (READERS, BOTH),
    "measure-status": (READERS, BOTH),
    "measure-owner": (CASE_STAFF, BOTH),
    "consent": (KNOWS_CONSENT, BOTH),
    "consent-ask": (COORDINATORS, BOTH),
    "consent-answer": (COORDINATORS, BOTH),
    "consent-paper-add": (COORDINATORS, BOTH),
    "consent-paper": (COORDINATORS, GET),
    "guardian-add": (COORDINATORS, BOTH),
    "guardian-verify": (COORDINATORS, BOTH),
    "guardian-end": (COORDINATORS, BOTH),
    "protection": (COORDINATORS, BOTH),
    "case-pupil-page": (SCHOOL_STAFF, BOTH),
    "guardian-page": (COORDINATORS, BOTH),
    "case-papers": (COORDINATORS, GET),
    "case-paper": (COORDINATORS, GET),
    "minutes-list": (READERS, BOTH),
    # The newest approved version; the draft after it is the school's.
    "minutes": (READERS, BOTH),
    "minutes-correct": (COORDINATORS, BOTH),
    "minutes-paper": (COORDINATORS, GET),
    "case-family-meetings": (SCHOOL_STAFF, BOTH),
    "case-family-meeting-plan": (COORDINATORS, BOTH),
    "case-family-meeting": (SCHOOL_STAFF, BOTH),
    "case-family-meeting-invite": (COORDINATORS, POST),
    "case-family-meeting-move": (COORDINATORS, BOTH),
    "case-family-meeting-interpreter": (COORDINATORS, BOTH),
    "case-family-meeting-cancel": (COORDINATORS, BOTH),
    "case-family-meeting-close": (COORDINATORS, BOTH),
}
PAGES: dict[str, tuple[str, str]] = {
    "today": (WITH_A_POST, BOTH),
    "drafts": (WITH_A_POST, GET),
    "duty-route": (WITH_A_POST, BOTH),
    "school-list": (WITH_A_POST, BOTH),
    "school": (WITH_A_POST, BOTH),
    "concern-new": (SCHOOL_STAFF, BOTH),
    "case-list": (READERS, BOTH),
    "case-search": (READERS, BOTH),
    "anonymous-list": (DISCUSS, BOTH),
    "anonymous-new": (DISCUSS, BOTH),
    "meeting-list": (WITH_A_POST, GET),
    "meeting-new": (LEADS_SOMEWHERE, BOTH),
    "calendar": (WITH_A_POST, BOTH),
    "meeting": (IN_MEETING, GET),
    "meeting-reply": (IN_MEETING, POST),
    "meeting-substitute": (CALLED, BOTH),
    "meeting-agenda": (LEADS_IT, BOTH),
    "meeting-call": (LEADS_IT, POST),
    "meeting-move": (LEADS_IT, BOTH),
    "meeting-cancel": (LEADS_IT, BOTH),
    "meeting-attendees": (LEADS_IT, BOTH),
    "meeting-come-at": (LEADS_IT, BOTH),
    "setup": (OFFICE, BOTH),
    "setup-schools": (OFFICE, BOTH),
    "setup-team": (OFFICE, BOTH),
    "setup-services": (OFFICE, BOTH),
    "setup-settings": (OFFICE, GET),  # a form opens with ?endre=
    "setup-people": ("administrator", BOTH),
    "setup-person": ("administrator", BOTH),
    "setup-person-new": ("administrator", BOTH),
    "setup-post-new": ("administrator", GET),  # a form opens with ?rolle=
    "setup-post-end": ("administrator", BOTH),
    "imports": ("administrator", BOTH),
    "staff-reviews": ("administrator", BOTH),
    "setup-texts": ("administrator", BOTH),
    "reviews": (COORDINATORS, BOTH),
    # The upload in the path is the administrator's own.
    "import-preview": ("administrator", BOTH),
    "import-apply": ("administrator", POST),
    "import-cancel": ("administrator", POST),
    "staff-review-settle": ("administrator", BOTH),
    # No child is on these: when people meet, and how long the queue is.
    "own-times": (WITH_A_POST, BOTH),
    "year-wheel": (PLANNERS, BOTH),
    "year-holidays": (PLANNERS, BOTH),
    "year-holidays-import": (PLANNERS, BOTH),
    "year-structures": (PLANNERS + COORDINATORS, BOTH),
    # The school and the series in the path are Furulia's.
    "year-structure": (PLANNERS + "social_teacher rector double_hat", BOTH),
    "year-series": (PLANNERS + "social_teacher rector double_hat", BOTH),
    "waiting": (LEADERS + COORDINATORS + "secretary", BOTH),
    # Who was called, leads it, or promised something in it.
    "meeting-recap": (CAME + " double_hat", GET),
    "meeting-recap-send": (LED_BY, POST),
    "meeting-recap-paper": (LED_BY, GET),
    "rhythm": (RHYTHM, GET),
    "outreach-new": (NOTES_OUTREACH, BOTH),
    "outreach-shell": (NOTES_OUTREACH, GET),
    "outreach-ready": (NOTES_OUTREACH, GET),
    "outreach-send": (NOTES_OUTREACH, POST),
    "outreach-picture": (READS_OUTREACH + "other_rector agent_leader", GET),
    # No pupil is here: the lists and the catalogue open at every school, a course at its own.
    "course-list": (SCHOOL_STAFF, GET),
    "course-themes": (SCHOOL_STAFF, GET),
    "course-theme": (SCHOOL_STAFF, GET),
    "course-suggest": (SCHOOL_STAFF, BOTH),
    "course-new": (PLANS_COURSES, BOTH),
    "course-decline": (PLANS_COURSES, BOTH),
    "course": (READS_COURSES, GET),
    "course-change": (PLANS_COURSES, BOTH),
    "course-holders": (PLANS_COURSES, BOTH),
    "course-end": (PLANS_COURSES, BOTH),
    "course-session": (READS_COURSES, GET),
    "course-session-move": (PLANS_COURSES, BOTH),
    "course-session-off": (PLANS_COURSES, BOTH),
    "course-session-replace": (PLANS_COURSES, BOTH),
    "course-session-outline": (PLANS_COURSES, BOTH),
    "course-session-held": (PLANS_COURSES, POST),
    "course-guest-invite": (PLANS_COURSES, BOTH),
    "course-guest-take-back": (PLANS_COURSES, POST),
    # The agent in the path is Furulia's; without one the leader is led to all weeks.
    "week": (SCHOOL_STAFF + "agent_leader", GET),
    "week-all": ("agent_leader", GET),
    "week-plan": ("social_agent", BOTH),
    "week-away": ("social_agent", BOTH),
    "week-plan-of": ("agent_leader", BOTH),
    "week-away-of": ("agent_leader", BOTH),
    "week-follow-up": ("agent_leader", BOTH),
    "crossing-list": (CROSSES + "other_rector", GET),
    "crossing-new": (CROSSES + "other_rector", BOTH),
    "crossing": (CROSSES, GET),
    "crossing-change": (CROSSES, BOTH),
    "crossing-agree": (CROSSES, POST),
    "crossing-note": (CROSSES, POST),
    "crossing-end": (CROSSES, BOTH),
    "checklist-list": (CHECKS, GET),
    "checklist-begin": (CHECKS, POST),
    "checklist-run": (CHECKS, BOTH),
    "checklist-texts": (WRITES_CHECKLISTS, GET),
    "checklist-text": (WRITES_CHECKLISTS, BOTH),
    "parents-list": (READS_PARENTS, GET),
    "parents-summary": (READS_PARENTS, GET),
    "parents-page": (PLANS_PARENTS, BOTH),
    # Names pupils whom the part follows, each with a read row.
    "good-calls": (SCHOOL_STAFF, BOTH),
    "parents-event-new": (PLANS_PARENTS, BOTH),
    # The event in the path is one of Furulia's.
    "parents-event": (FURULIA, GET),
    "parents-event-change": (PLANS_AT_FURULIA, BOTH),
    "parents-event-cancel": (PLANS_AT_FURULIA, BOTH),
    "parents-event-invited": (PLANS_AT_FURULIA, POST),
    "parents-event-letter": (PLANS_AT_FURULIA, GET),
    "parents-event-count": (PLANS_AT_FURULIA, BOTH),
    "text-readability": (READS_TEXTS, BOTH),
    "course-group": (SEES_GROUP, BOTH),
    "course-group-add": (MAKES_GROUPS, BOTH),
    "course-parts": (MAKES_GROUPS, BOTH),
    "course-apart": (MAKES_GROUPS, BOTH),
    "course-attendance": (SEES_GROUP, BOTH),
    "course-smileys": (SEES_GROUP, BOTH),
    "course-smileys-paper": (SEES_GROUP, BOTH),
}
# The meeting in the path is one of Furulia's that goes on now, with the case in measures open.
LEADS_AT_FURULIA = "social_teacher rector double_hat"
IN_THE_MEETING = (
    "rector social_teacher social_agent health_nurse club_leader child_welfare_intake oslohjelpa"
)
ROOM: dict[str, tuple[str, str]] = {
    "meeting-room": (LEADS_AT_FURULIA, BOTH),
    "meeting-text": (LEADS_AT_FURULIA, POST),
    "meeting-screen": (LEADS_AT_FURULIA, BOTH),
    "meeting-close": (LEADS_AT_FURULIA, BOTH),
    "meeting-contribute": (IN_THE_MEETING, BOTH),
}
PAGES |= ROOM
# What a roster left for a pupil with an open case: for coordinators who see that case.
REVIEW = "review-settle"
REVIEWED = set(SEES) - {"closed", "earlier_case", "left_school", "later_case"}
# What a roster would do names the pupils whom it leaves out; who uploads it has their list.
NAMES_THE_ROSTER = {"import-preview", "import-apply"}
OWN: dict[str, tuple[str, str]] = {
    "concern-step": ("teacher", BOTH),
    "draft-delete": ("teacher", BOTH),
}
# To everybody alike «it is gone»; nothing but an own draft is.
SAYS_THE_SAME = {"draft-delete": "POST"}
# The raiser's own page of a concern, by state: see RAISED_BY and LOOP_IS_CLOSED.
LOOP = "concern-status"
ENTERED = {"switch-post": BOTH, "logout": POST}
PUBLIC = {
    "login": BOTH,
    "set-language": POST,
    "about-accessibility": GET,
    "about-privacy": GET,
    "help": GET,
    # Whoever has the signed address: the world asks with a guest's.
    "guest-answer": BOTH,
    "outreach-worker": GET,
    "outreach-manifest": GET,
    # A school's page for parents and an event of it: the same for everybody.
    "public-school": GET,
    "public-event": GET,
    "healthz": GET,
    "readyz": GET,
    # Whoever has the secret address: the world asks with the rector's.
    "calendar-feed": GET,
}
# The families' way in: open, tells nothing, and knows nobody.
FAMILY_ENTRY = {
    "family-start": GET,
    "family-link": BOTH,
    "family-idporten": BOTH,
    "family-callback": GET,
    "family-ended": GET,
    "family-logout": POST,
    "family-language": POST,
}
# The families' pages: each guardian opens those of the own child. All staff are sent to the entry.
FAMILY_HOME = "family-home"
FAMILY_ROUTES = {
    "family-pupil": BOTH,
    "family-consent": BOTH,
    "family-thanks": BOTH,
    "family-consent-step": BOTH,
    "family-access": BOTH,
    "family-withdraw": BOTH,
    "family-write": BOTH,
    "family-help": BOTH,
    "family-paper": GET,
}
# What a guardian may meet there of the own child, and of what is said of guardians the own words
# only: never a concern, a note, a talk, the pupil's own words, or anything of the other household.
# Texts of the staff that are restricted, or about the home, do not stand there, and with a
# protected address none does.
FAMILY_TEXTS = {
    "casework.Measure.what",
    "casework.BoardDecision.text",
    # Of the guardian's own meeting only; the other household's is never met.
    "casework.FamilyMeeting.place",
}
FAMILY_READS = FAMILY_TEXTS | {
    "people.Pupil.preferred_name",
    "people.ConsentRequest.purpose",
    "people.Guardian.name",
    "people.FamilyMessage.text",
    "people.FamilyMessage.answer",
}
# Of these, the words that tell of a case: a page with one of them has its read row.
FAMILY_CASE_WORDS = FAMILY_TEXTS | {"people.ConsentRequest.purpose"}
# The pupil's own page: open in a browser where staff have opened it, and in no other.
VISIT_ROUTES = {
    "pupil-page": BOTH,
    "pupil-step": BOTH,
    # Three faces on a shared screen; it knows no pupil at all.
    "pupil-smileys": BOTH,
}

# The class of a pupil with a protected address stands here, as any class, and nowhere else.
TELLS_CLASSES = {"school", "course-new", "course-suggest", "course-group-add"}
# Not pages of the product: the gallery of components holds invented text only.
NOT_ASKED = {"gallery"}
