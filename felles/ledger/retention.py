"""The retention register: what each table holds, why, and when it goes.

No period stands here as law: the municipality's archive decides the periods that depend on the
archive act, and until it has, they read "decided by the municipality's archive".
A test demands that every table is on the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DataClass(StrEnum):
    """How sensitive the content of a table is."""

    NONE = "no personal data"
    UNNAMED = "written without a name, and may still point to somebody"
    STAFF = "staff"
    PERSON = "pupils and guardians"
    CASE = "case content"
    LOG = "log of who did and read what"


class Ends(StrEnum):
    """What makes the time of keeping run out."""

    NEVER = "kept while the product is in use"
    POST_ENDED = "when the post has ended and the log's period is over"
    LEFT_SCHOOL = "when the pupil has left and no case is kept"
    CASE_CLOSED = "after the case is closed; period decided by the municipality's archive"
    LOG_PERIOD = "log period decided by the municipality"
    DAYS = "after the number of days in the settings"
    DONE = "days after it has served"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the register: data class, purpose, and what ends the keeping."""

    data: DataClass
    purpose: str
    ends: Ends


_CASE = DataClass.CASE
_CLOSED = Ends.CASE_CLOSED

REGISTER: dict[str, Entry] = {
    "ledger.ChangeEvent": Entry(DataClass.LOG, "prove who changed what", Ends.LOG_PERIOD),
    "ledger.ReadEvent": Entry(
        DataClass.LOG, "prove who read what, on what ground", Ends.LOG_PERIOD
    ),
    "ledger.SubmittedForm": Entry(DataClass.LOG, "make a double click harmless", Ends.DONE),
    "ledger.OutboxMessage": Entry(DataClass.LOG, "send notices without content", Ends.DONE),
    "ledger.Heartbeat": Entry(DataClass.NONE, "know that the worker lives", Ends.NEVER),
    "programme.SchoolHoliday": Entry(DataClass.NONE, "days without school", Ends.NEVER),
    "programme.Setting": Entry(DataClass.NONE, "numbers the district decides", Ends.NEVER),
    "people.User": Entry(DataClass.STAFF, "log in and be named as author", Ends.POST_ENDED),
    "people.LoginLimit": Entry(
        DataClass.LOG, "slow down guessing of passwords, by keyed hashes only", Ends.DONE
    ),
    "people.Organisation": Entry(DataClass.NONE, "schools and services", Ends.NEVER),
    "people.SchoolProfile": Entry(DataClass.NONE, "facts from the school register", Ends.NEVER),
    "people.ClassGroup": Entry(DataClass.NONE, "classes of a school", Ends.NEVER),
    "people.Post": Entry(DataClass.STAFF, "who acts for whom, in which role", Ends.POST_ENDED),
    "people.PostSchool": Entry(DataClass.STAFF, "schools a post covers", Ends.POST_ENDED),
    "people.PostClass": Entry(DataClass.STAFF, "classes a post answers for", Ends.POST_ENDED),
    "people.Pupil": Entry(DataClass.PERSON, "who the help is for", Ends.LEFT_SCHOOL),
    "people.Guardian": Entry(DataClass.PERSON, "who to talk with and ask", Ends.LEFT_SCHOOL),
    "people.Guardianship": Entry(
        DataClass.PERSON, "who is guardian, who holds parental responsibility", Ends.LEFT_SCHOOL
    ),
    "people.ConsentRequest": Entry(_CASE, "what guardians were asked", _CLOSED),
    "people.ConsentRequestService": Entry(_CASE, "services they were asked about", _CLOSED),
    "people.ConsentAnswer": Entry(_CASE, "what each guardian said, and how", _CLOSED),
    "people.ConsentScope": Entry(_CASE, "service and topic allowed", _CLOSED),
    "people.ConsentExclusion": Entry(_CASE, "services shut out", _CLOSED),
    "people.ConsentNamedPerson": Entry(_CASE, "persons the guardian named", _CLOSED),
    "people.ConsentException": Entry(
        _CASE, "why one guardian's yes is not waited for, and which leader approved", _CLOSED
    ),
    "people.ConsentReminder": Entry(
        DataClass.LOG, "remind once that a consent ends, and not again", _CLOSED
    ),
    "people.ConsentPaper": Entry(_CASE, "a picture of the paper a guardian signed", _CLOSED),
    "people.TextApproval": Entry(
        DataClass.STAFF, "who approved which version of a text for families", Ends.NEVER
    ),
    "people.FamilyLink": Entry(
        DataClass.PERSON, "a guardian's one-time link, by a hash of its secret", Ends.DONE
    ),
    "people.FamilyDoor": Entry(
        DataClass.PERSON, "that staff opened or closed a guardian's own page, and why", _CLOSED
    ),
    "people.FamilyMessage": Entry(_CASE, "what guardians wrote to the school", _CLOSED),
    "people.PupilVisit": Entry(
        DataClass.LOG, "that the pupil's own page was opened on a shared screen", Ends.DONE
    ),
    "people.AccessGrant": Entry(_CASE, "who the case opened for, and why", _CLOSED),
    "people.RosterReview": Entry(
        DataClass.PERSON, "roster changes that a person must look at", Ends.DONE
    ),
    "meetings.Team": Entry(DataClass.NONE, "the innsatsteam of a school", Ends.NEVER),
    "meetings.TeamService": Entry(DataClass.NONE, "services in a team", Ends.NEVER),
    "meetings.Series": Entry(DataClass.NONE, "meetings that come again", Ends.NEVER),
    "meetings.SeriesMember": Entry(DataClass.STAFF, "who takes part in them", Ends.POST_ENDED),
    "meetings.Meeting": Entry(DataClass.NONE, "when and where people meet", Ends.NEVER),
    "meetings.Attendee": Entry(
        DataClass.STAFF, "who is called to a meeting, and came", Ends.POST_ENDED
    ),
    "meetings.AgendaRow": Entry(DataClass.NONE, "the lines of an agenda", Ends.NEVER),
    "meetings.Presence": Entry(DataClass.LOG, "who was in the room during a line", _CLOSED),
    "meetings.RowText": Entry(_CASE, "what is typed in a meeting, until it is done", Ends.DAYS),
    "meetings.Availability": Entry(DataClass.STAFF, "when people can meet", Ends.POST_ENDED),
    "meetings.CalendarFeed": Entry(
        DataClass.STAFF, "a person's calendar, by a hash of its address", Ends.POST_ENDED
    ),
    "meetings.AnonymousDiscussion": Entry(
        DataClass.UNNAMED, "themes and advice without a pupil or a writer", Ends.DAYS
    ),
    "activities.OutreachNote": Entry(
        DataClass.UNNAMED, "what is seen outdoors, coded, by staff and without a pupil", Ends.DAYS
    ),
    "activities.WeekSlot": Entry(DataClass.STAFF, "an agent's fixed week", Ends.POST_ENDED),
    "activities.Away": Entry(
        DataClass.STAFF, "days an agent is away, without saying of what", Ends.DAYS
    ),
    "activities.FollowUp": Entry(DataClass.STAFF, "who follows up an agent", Ends.POST_ENDED),
    "activities.Crossing": Entry(
        DataClass.STAFF, "who agreed on following children to a club", Ends.POST_ENDED
    ),
    "activities.CrossingDay": Entry(
        DataClass.STAFF, "how many were followed, and who received them", Ends.DAYS
    ),
    "activities.Checklist": Entry(DataClass.STAFF, "the points of a checklist", Ends.NEVER),
    "activities.ChecklistRun": Entry(
        DataClass.STAFF, "a checklist gone through, applicants by a letter", Ends.DAYS
    ),
    "activities.ChecklistTick": Entry(
        DataClass.STAFF, "how it stands with a point of a checklist", Ends.DAYS
    ),
    "activities.CourseSeries": Entry(DataClass.STAFF, "courses of a school", Ends.POST_ENDED),
    "activities.CourseHolder": Entry(DataClass.STAFF, "who holds a course", Ends.POST_ENDED),
    "activities.CourseSession": Entry(DataClass.NONE, "the sessions of a course", Ends.NEVER),
    "activities.CourseGuest": Entry(
        DataClass.STAFF, "invite guests to a session and know who comes", Ends.DAYS
    ),
    "activities.CourseSuggestion": Entry(
        DataClass.UNNAMED, "what teachers suggest, and the answer", Ends.DAYS
    ),
    "activities.CoursePlace": Entry(
        DataClass.PERSON, "who is in a small group, or waits for it", Ends.DAYS
    ),
    "activities.NotTogether": Entry(
        DataClass.PERSON, "who is not put in one group, without a reason", Ends.LEFT_SCHOOL
    ),
    "activities.CourseAttendance": Entry(
        DataClass.PERSON, "who came to a session, and should catch up", Ends.DAYS
    ),
    "activities.SmileyRound": Entry(DataClass.NONE, "how many have answered", Ends.NEVER),
    "activities.SmileyCount": Entry(DataClass.NONE, "answers of a group, as counts", Ends.NEVER),
    "activities.ParentEvent": Entry(
        DataClass.STAFF, "meeting places for parents, with counts", Ends.POST_ENDED
    ),
    "activities.EventLanguage": Entry(DataClass.NONE, "languages of an event", Ends.NEVER),
    "activities.SchoolPage": Entry(DataClass.STAFF, "a school's public page", Ends.POST_ENDED),
    "activities.TextCheck": Entry(
        DataClass.STAFF, "who found a text understandable, and when", Ends.POST_ENDED
    ),
    "casework.Case": Entry(_CASE, "the way of a case", _CLOSED),
    "casework.CaseStep": Entry(_CASE, "the history of its steps", _CLOSED),
    "casework.Concern": Entry(_CASE, "what was seen, and by whom", _CLOSED),
    "casework.Talk": Entry(_CASE, "talks with pupil and guardians", _CLOSED),
    "casework.Measure": Entry(_CASE, "measures with goal, owner and deadline", _CLOSED),
    "casework.CheckIn": Entry(_CASE, "how a measure goes", _CLOSED),
    "casework.Contact": Entry(_CASE, "contact with a service between meetings", _CLOSED),
    "casework.Note": Entry(_CASE, "notes", _CLOSED),
    "casework.ChildVoice": Entry(_CASE, "the pupil's own words", _CLOSED),
    "casework.CaseItem": Entry(_CASE, "that a meeting takes up a case", _CLOSED),
    "casework.Minutes": Entry(_CASE, "what a meeting agreed in one case", _CLOSED),
    "casework.FamilyMeeting": Entry(_CASE, "meetings with pupil and guardians", _CLOSED),
    "casework.FamilyMeetingGuest": Entry(_CASE, "guardians asked to come", _CLOSED),
    "casework.BoardDecision": Entry(_CASE, "what elevsaksmøte or innsatsteam decided", _CLOSED),
    "casework.Evaluation": Entry(_CASE, "whether it helped", _CLOSED),
    "casework.DutyRoute": Entry(
        DataClass.LOG, "that 112 or barnevernet was told, by whom, when", Ends.LOG_PERIOD
    ),
    "casework.Draft": Entry(_CASE, "text on its way, seen by its writer only", Ends.DAYS),
    "sessions.Session": Entry(DataClass.STAFF, "stay logged in", Ends.DONE),
    "contenttypes.ContentType": Entry(DataClass.NONE, "the framework's own", Ends.NEVER),
    "auth.Group": Entry(DataClass.NONE, "the framework's own, unused", Ends.NEVER),
    "auth.Group_permissions": Entry(DataClass.NONE, "the framework's own, unused", Ends.NEVER),
    "auth.Permission": Entry(DataClass.NONE, "the framework's own, unused", Ends.NEVER),
}
