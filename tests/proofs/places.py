"""Which words stand in which field, and who may read them: written by hand, field by field.

A new text field fails the test until somebody has put it here.
"""

# Who may read it -> the fields, as app.Model.field.
TABLE = {
    # Enum values, numbers as text, what a machine wrote: never words of a person.
    "code": """
        ledger.ChangeEvent.role ledger.ChangeEvent.action ledger.ChangeEvent.object_type
        ledger.ChangeEvent.codes ledger.ReadEvent.role ledger.ReadEvent.ground
        ledger.ReadEvent.route ledger.SubmittedForm.token ledger.OutboxMessage.kind
        ledger.Heartbeat.name programme.Setting.key people.Guardianship.source
        people.Post.source people.User.language people.Organisation.org_number
        people.SchoolProfile.municipality people.SchoolProfile.school_type
        people.SchoolProfile.owner people.Pupil.search_text people.Pupil.sort_key
        people.LoginLimit.key meetings.AnonymousDiscussion.themes
        meetings.AnonymousDiscussion.grades people.ConsentPaper.media_type
        people.TextApproval.language people.TextApproval.version people.FamilyMessage.language
        meetings.RowText.field casework.FamilyMeeting.language activities.OutreachNote.client_key
        activities.CourseSeries.themes activities.CourseSession.theme
        activities.CourseSession.outline activities.CourseSuggestion.theme
        activities.CoursePlace.part activities.EventLanguage.language activities.TextCheck.key
        activities.TextCheck.language activities.TextCheck.fingerprint
        activities.ChecklistRun.label
    """,
    "nobody": """
        people.Organisation.external_key people.ClassGroup.external_key people.User.password
        people.User.external_key people.Pupil.identity_hash people.Pupil.external_key
        people.Guardian.external_key people.Guardian.identity_hash people.FamilyLink.token_hash
        people.PupilVisit.token_hash people.ConsentPaper.digest meetings.CalendarFeed.token_hash
    """,
    # Schools, services and their staff: open to all who log in.
    "staff": """
        people.Organisation.name people.Organisation.phone people.Organisation.hours
        people.SchoolProfile.street people.SchoolProfile.post_place
        people.SchoolProfile.website people.ClassGroup.name people.User.name people.User.email
        people.User.phone people.User.username people.TextApproval.read_by
        meetings.Series.name meetings.Series.place meetings.Meeting.name meetings.Meeting.place
        meetings.AgendaRow.title programme.SchoolHoliday.name programme.SchoolHoliday.source
    """,
    # Those who see a case of the pupil; the staff of the school, who may look the pupil up.
    "name": "people.Pupil.given_name people.Pupil.family_name people.Pupil.preferred_name",
    # Those inside the school who see the case.
    "school": """
        people.Pupil.language people.Guardian.name people.Guardian.phone people.Guardian.email
        people.Guardian.language casework.CaseStep.reason
    """,
    # Of those, the ones who may know what the guardians said.
    "consent": """
        people.Guardianship.verified_how people.ConsentRequest.purpose
        people.ConsentRequest.form_version people.ConsentAnswer.language
        people.ConsentAnswer.interpreter people.ConsentAnswer.form_version
        people.ConsentAnswer.note
    """,
    # Of those, rector and social teacher.
    "coordinators": """
        people.AccessGrant.reason people.RosterReview.note people.ConsentException.reason
        people.FamilyDoor.reason
    """,
    # Of those, rector and social teacher; and the guardian who wrote.
    "message": "people.FamilyMessage.text people.FamilyMessage.answer",
    "anonymous": "meetings.AnonymousDiscussion.advice",
    # A public event and a published page: everybody, without a login.
    "everybody": """
        activities.ParentEvent.title activities.ParentEvent.place
        activities.ParentEvent.invited_by activities.ParentEvent.phone
        activities.ParentEvent.words activities.SchoolPage.about activities.SchoolPage.reach
        activities.SchoolPage.phone activities.SchoolPage.email
    """,
    # What a school learned from an event: that school.
    "learned": "activities.ParentEvent.learned",
    # Those of the school who read the log; no leader of several schools.
    "outreach": "activities.OutreachNote.text",
    # The staff of the school; nobody who acts for a service.
    "course": """
        activities.CourseSeries.name activities.CourseSeries.room
        activities.CourseGuest.organisation_name activities.CourseGuest.name
    """,
    # As the plan; and a guest of the session, by the signed address alone.
    "course_room": "activities.CourseSession.room",
    # Those who plan courses.
    "course_plan": "activities.CourseGuest.email",
    # Those who plan courses, and whoever suggested it.
    "suggestion": "activities.CourseSuggestion.text activities.CourseSuggestion.answer",
    # Those at the agent's school, and the agents' leader.
    "week": "activities.WeekSlot.place",
    # The two sides of it.
    "crossing": "activities.Crossing.meet_at activities.Crossing.hand_over_at",
    "checklist": "activities.Checklist.points activities.Checklist.source",
    # Of the method, the school and the leader; of an applicant, the leader.
    "tick": "activities.ChecklistTick.note",
    "writer": "casework.Draft.data",
    # By the text's own audience, topic and author.
    "text": """
        casework.Concern.strengths casework.Concern.seen casework.Concern.where
        casework.Concern.since casework.Concern.tried casework.Talk.who
        casework.Talk.interpreter casework.Talk.note casework.Talk.reason_not
        casework.Note.text casework.ChildVoice.said casework.ChildVoice.good
        casework.ChildVoice.wish casework.ChildVoice.safe_with casework.BoardDecision.text
        casework.Evaluation.text casework.Evaluation.child_view
        casework.Evaluation.child_why_not casework.Evaluation.guardians_view
        casework.Evaluation.guardians_why_not casework.Measure.goal casework.Measure.what
        casework.CheckIn.text casework.Minutes.text casework.Minutes.why_corrected
    """,
    # As a text; and of the services only the one that the school was in contact with.
    "contact": "casework.Contact.who casework.Contact.text",
    # Those inside the school who see the case, and who was asked to come.
    "meeting": """
        casework.CaseItem.question casework.FamilyMeeting.place
        casework.FamilyMeeting.interpreter_note casework.FamilyMeeting.reason_not
    """,
    # What is typed under a line: those who lead the meeting; a service, its own field.
    "room": "meetings.RowText.text",
    # Author and social teacher, whatever the rest of the pupil's words do.
    "unshared": "casework.ChildVoice.not_to_share",
}
PLACES = {name: who for who, names in TABLE.items() for name in names.split()}
