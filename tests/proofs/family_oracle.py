"""What each guardian gets on the family's own pages, written by hand. Nothing here is computed
from the product.

Read it as a table: somebody who knows families and schools should be able to say if it is right.
"""

# --- Who asks. "comes in" in an ordinary state | with a protected address.
# "in": the page opens. "entry": sent back to the start, as somebody whom nobody knows.
GUARDIANS = """
    has_not_answered    in      entry   holds parental responsibility, has been asked
    has_chosen          in      entry   has chosen every answer, and not sent it
    said_yes            in      entry
    said_no             in      entry
    other_household     in      entry   the child's other parent, who said yes
    by_link             in      entry   came by a one-time link, said yes
    opened              in      in      the school opened the door, said yes
    of_another_child    in      in      never this child's: see STRANGER
    shut_out            entry   entry   the school closed the door
    former              entry   entry   was a guardian until today
    unverified          entry   entry   nobody has checked parental responsibility
    not_a_holder        entry   entry   has no parental responsibility
    logged_out          entry   entry
"""

# --- Where the case is, as far as a family's page goes.
# "quiet": the guardians have not been asked, so that no page tells of a case.
# "asked": there is a question that can be answered. "over": there was one.
STATES = {
    "quiet": "concern at_school elevsaksmote named other_school",
    "asked": (
        "asked team_yes_all measures evaluation refused team_withdrawn team_not_child_welfare "
        "team_agent_named team_new_guardian team_lapsed team_school_topics_only protected "
        "protected_nurse_named earlier_case later_case"
    ),
    "over": "closed left_school",
}

# --- What comes back, for those who are in. One word in a row is for every column.
# page       the page itself           child      on to the child's page
# question   on to a page of the question
# closed     "we need no answer now"   nothing    "there is no consent to withdraw"
# missing    the form again, saying what is missing
# sent       "we have what you wrote"  done       "your consent is withdrawn"
# paper      a PDF                     gone       the page that is the same for all that is not
# refused    the page takes no such form
# Columns: the case | what this guardian answered, if anything.
COLUMNS = "quiet asked    chosen   yes      no       over    over-yes over-no"
ROUTES = """
family-home        GET  child   page     page     child    child    child   child    child
family-home        POST refused
family-pupil       GET  page
family-pupil       POST refused
family-consent     GET  closed  question question question question closed  closed   closed
family-consent     POST refused
family-thanks      GET  gone    gone     gone     page     page     gone    page     page
family-thanks      POST refused
step/svar          GET  closed  page     page     page     page     closed  closed   closed
step/svar          POST closed  missing  missing  missing  missing  closed  closed   closed
step/hvem-1        GET  closed  question page     question question closed  closed   closed
step/hvem-1        POST closed  question missing  question question closed  closed   closed
step/hvem-2        GET  closed  question page     question question closed  closed   closed
step/hvem-2        POST closed  question missing  question question closed  closed   closed
step/ansatte       GET  closed  question page     question question closed  closed   closed
step/ansatte       POST closed  question missing  question question closed  closed   closed
step/tema          GET  closed  page     page     page     page     closed  closed   closed
step/tema          POST closed  missing  missing  missing  missing  closed  closed   closed
step/gjelder       GET  closed  question page     question question closed  closed   closed
step/gjelder       POST closed  question missing  question question closed  closed   closed
step/se-over       GET  closed  question page     question question closed  closed   closed
step/se-over       POST closed  question missing  question question closed  closed   closed
step/finnes-ikke   GET  closed  question question question question closed  closed   closed
step/finnes-ikke   POST closed  question question question question closed  closed   closed
family-access      GET  page
family-access      POST refused
family-withdraw    GET  nothing nothing  nothing  page     nothing  nothing page     nothing
family-withdraw    POST nothing nothing  nothing  done     nothing  nothing done     nothing
family-write       GET  page
family-write       POST sent
family-help        GET  page
family-help        POST missing
paper/informasjon  GET  gone    paper    paper    paper    paper    paper   paper    paper
paper/informasjon  POST refused
paper/samtykke     GET  gone    paper    paper    paper    paper    gone    gone     gone
paper/samtykke     POST refused
paper/beslutning   GET  gone    paper    paper    paper    paper    paper   paper    paper
paper/beslutning   POST refused
paper/invitasjon   GET  gone    paper    paper    paper    paper    paper   paper    paper
paper/invitasjon   POST refused
paper/elevens-ark  GET  gone
paper/elevens-ark  POST refused
paper/finnes-ikke  GET  gone
paper/finnes-ikke  POST refused
"""
# Open to everybody, in or not, whatever the case and whoever asks: the very page that anybody
# without a login gets. It knows no guardian and no child.
PUBLIC = ("public-school", "public-event")
# A guardian of another child gets what does not exist, wherever the page takes the form at all.
STRANGER = "gone"


def _rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.splitlines() if line.strip()]


WHO = {row[0]: (row[1], row[2]) for row in _rows(GUARDIANS)}
_NAMES = COLUMNS.split()
ANSWERS = {
    (row[0], row[1]): dict(
        zip(_NAMES, row[2:] if len(row) > 3 else row[2:] * len(_NAMES), strict=True)
    )
    for row in _rows(ROUTES)
}
CASE_IS = {state: name for name, states in STATES.items() for state in states.split()}
