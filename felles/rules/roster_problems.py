"""What can be wrong with a roster, in words: what it is, and the cure.

A table, so that every refusal has a cure and every text can be translated. The words that are put
into a text are names of files and columns, never a value from a cell: a cell may hold a password,
an identity number or a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple

from felles.rules.text import N_


class Spot(NamedTuple):
    """Where in the files: file, line (from 1, 0 for the whole file) and column."""

    file: str = ""
    line: int = 0
    column: str = ""


NOWHERE = Spot()


class Level(IntEnum):
    """How much a problem stops."""

    NOTE = 1
    REFUSED = 2
    STOP = 3


class ProblemKind(StrEnum):
    """Every problem by name; ``TEXTS`` says what is wrong and what to do."""

    PATH_MISSING = "path_missing"
    NOT_A_ROSTER = "not_a_roster"
    EXCEL_FILE = "excel_file"
    TOO_BIG = "too_big"
    TOO_MANY_FILES = "too_many_files"
    ZIP_BROKEN = "zip_broken"
    ZIP_LOCKED = "zip_locked"
    ZIP_BOMB = "zip_bomb"
    ZIP_PATH = "zip_path"
    FILE_TWICE = "file_twice"
    FORMAT_UNKNOWN = "format_unknown"
    VERSION_UNKNOWN = "version_unknown"
    FILE_MISSING = "file_missing"
    FILE_EMPTY = "file_empty"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    PASSWORD = "password"  # noqa: S105 -- the name of a problem, no secret
    ENCODING = "encoding"
    NUL = "nul"
    QUOTES = "quotes"
    LINE_TOO_LONG = "line_too_long"
    CELL_TOO_LONG = "cell_too_long"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_ROWS = "too_many_rows"
    DATE_ORDER = "date_order"

    EXTRA_CELLS = "extra_cells"
    CELL_MISSING = "cell_missing"
    TEXT_TOO_LONG = "text_too_long"
    IDENTITY_IN_TEXT = "identity_in_text"
    ID_TWICE = "id_twice"
    BAD_DATE = "bad_date"
    BAD_STATUS = "bad_status"
    BAD_ROLE = "bad_role"
    NO_ROLE = "no_role"
    ROLE_ENDED = "role_ended"
    NO_SCHOOL = "no_school"
    TWO_SCHOOLS = "two_schools"
    PUPIL_AND_STAFF = "pupil_and_staff"
    USER_UNKNOWN = "user_unknown"
    ORG_UNKNOWN = "org_unknown"
    CLASS_UNKNOWN = "class_unknown"
    NOT_A_PARENT = "not_a_parent"
    SCHOOL_UNKNOWN = "school_unknown"
    SCHOOL_TWICE = "school_twice"
    OTHER_PERSON = "other_person"
    TWO_PUPILS = "two_pupils"
    IDENTITY_TWICE = "identity_twice"

    MANY_GONE = "many_gone"
    HEADER_GUESSED = "header_guessed"
    COLUMN_IGNORED = "column_ignored"
    FILE_IGNORED = "file_ignored"
    FILE_MISNAMED = "file_misnamed"
    PASSWORD_EMPTY = "password_empty"  # noqa: S105 -- the name of a note, no secret
    SHORT_ROW = "short_row"
    LONG_ROW = "long_row"
    DATE_GUESSED = "date_guessed"
    CONTACT_DROPPED = "contact_dropped"
    GRADE_UNKNOWN = "grade_unknown"
    PROTECTION_UNKNOWN = "protection_unknown"
    PARENT_ALONE = "parent_alone"
    STAFF_ALONE = "staff_alone"
    NOT_GUARDIAN = "not_guardian"
    SEVERAL_CLASSES = "several_classes"
    NO_CLASS_FILE = "no_class_file"
    NO_PARENTS = "no_parents"
    NO_PUPILS = "no_pupils"
    ROWS_UNREADABLE = "rows_unreadable"
    NO_READER = "no_reader"

    @property
    def level(self) -> Level:
        return TEXTS[self].level

    @property
    def text(self) -> str:
        return TEXTS[self].text

    @property
    def cure(self) -> str:
        return TEXTS[self].cure


@dataclass(frozen=True, slots=True)
class Text:
    """Level, what is wrong, and the cure, as bokmål message ids."""

    level: Level
    text: str
    cure: str


class Problem(NamedTuple):
    """One problem, or ``times`` of the same kind in the same file and column."""

    kind: ProblemKind
    spot: Spot = NOWHERE
    words: tuple[tuple[str, str], ...] = ()
    times: int = 1

    @property
    def stops(self) -> bool:
        """True when nothing of the roster is used."""
        return self.kind.level is Level.STOP


def _stop(text: str, cure: str) -> Text:
    return Text(Level.STOP, text, cure)


def _refused(text: str, cure: str) -> Text:
    return Text(Level.REFUSED, text, cure)


def _note(text: str, cure: str = "") -> Text:
    return Text(Level.NOTE, text, cure)


K = ProblemKind
_EXPORT_AGAIN = N_("Eksporter lista på nytt, og last opp hele eksporten.")
_AS_UTF8 = N_("Lagre fila som «CSV UTF-8», eller si hvilken tegnkoding den har.")

TEXTS: dict[ProblemKind, Text] = {
    K.PATH_MISSING: _stop(
        N_("Det finnes ingen fil eller mappe her."), N_("Se om stien er skrevet riktig.")
    ),
    K.NOT_A_ROSTER: _stop(
        N_("Dette er verken en mappe eller en zip-fil med CSV-filer."),
        N_("Oppgi mappa eller zip-fila med hele eksporten."),
    ),
    K.EXCEL_FILE: _stop(
        N_("Dette er en Excel-fil."),
        N_("Lagre hvert ark som «CSV UTF-8», med navnet fra formatet."),
    ),
    K.TOO_BIG: _stop(
        N_("Eksporten er større enn %(limit)s MB."),
        N_("Del eksporten på færre skoler, og les inn én del om gangen."),
    ),
    K.TOO_MANY_FILES: _stop(
        N_("Det er flere enn %(limit)s filer her."), N_("Legg bare CSV-filene fra eksporten her.")
    ),
    K.ZIP_BROKEN: _stop(N_("Zip-fila er skadet eller pakket på en uvanlig måte."), _EXPORT_AGAIN),
    K.ZIP_LOCKED: _stop(N_("Zip-fila er låst med passord."), N_("Pakk den uten passord.")),
    K.ZIP_BOMB: _stop(
        N_("Fila vokser unormalt mye når den pakkes ut. Vi åpner den ikke."), _EXPORT_AGAIN
    ),
    K.ZIP_PATH: _stop(
        N_("Zip-fila har lenker eller stier som peker ut av den. Vi åpner den ikke."),
        N_("Pakk bare CSV-filene fra eksporten, uten mapper."),
    ),
    K.FILE_TWICE: _stop(
        N_("Fila finnes to ganger."), N_("Behold bare den fila som hører til eksporten.")
    ),
    K.FORMAT_UNKNOWN: _stop(
        N_("Vi kjenner ikke igjen formatet."),
        N_("Eksporter som OneRoster 1.1, OneRoster 1.2 eller School Data Sync v2.1."),
    ),
    K.VERSION_UNKNOWN: _stop(
        N_("Vi leser ikke denne versjonen av OneRoster."),
        N_("Eksporter som OneRoster 1.1 eller 1.2."),
    ),
    K.FILE_MISSING: _stop(
        N_("Fila mangler."),
        N_("Ta med fila. Skal den ikke være med, må manifest.csv si «absent» om den."),
    ),
    K.FILE_EMPTY: _stop(N_("Fila har ingen overskrifter."), _EXPORT_AGAIN),
    K.COLUMN_MISSING: _stop(
        N_("Kolonnen mangler."), N_("Sett inn kolonnen, eller rett overskriften.")
    ),
    K.COLUMN_TWICE: _stop(N_("To kolonner har samme overskrift."), N_("Ta bort den ene kolonnen.")),
    K.PASSWORD: _stop(
        N_("Kolonnen inneholder passord. Felles tar aldri imot passord."),
        N_("Ta bort kolonnen, og eksporter uten passord. Bytt passord som har vært på avveie."),
    ),
    K.ENCODING: _stop(N_("Tegnkodingen er ikke UTF-8 eller UTF-16."), _AS_UTF8),
    K.NUL: _stop(N_("Fila inneholder tegn som ikke hører hjemme i en tekstfil."), _AS_UTF8),
    K.QUOTES: _stop(
        N_("Et anførselstegn er ikke lukket, eller står feil."),
        N_("Rett raden. Anførselstegn inne i en tekst skal skrives to ganger."),
    ),
    K.LINE_TOO_LONG: _stop(N_("Linja er for lang til å være en rad."), _EXPORT_AGAIN),
    K.CELL_TOO_LONG: _stop(N_("Feltet er for langt."), N_("Kort ned teksten i feltet.")),
    K.TOO_MANY_COLUMNS: _stop(N_("Fila har flere enn %(limit)s kolonner."), _EXPORT_AGAIN),
    K.TOO_MANY_ROWS: _stop(
        N_("Fila har flere enn %(limit)s rader."),
        N_("Del eksporten på færre skoler, og les inn én del om gangen."),
    ),
    K.DATE_ORDER: _stop(
        N_("Datoene kan leses på to måter: dag eller måned først."),
        N_("Skriv datoene som ÅÅÅÅ-MM-DD, eller velg datorekkefølge når du leser inn."),
    ),
    K.EXTRA_CELLS: _refused(
        N_("Raden har flere felt enn overskriften."),
        N_("Sett anførselstegn rundt tekst som inneholder skilletegnet."),
    ),
    K.CELL_MISSING: _refused(N_("Feltet er tomt."), N_("Fyll ut feltet i kilden.")),
    K.TEXT_TOO_LONG: _refused(
        N_("Teksten er lengre enn %(limit)s tegn."), N_("Kort den ned i kilden.")
    ),
    K.IDENTITY_IN_TEXT: _refused(
        N_("Teksten inneholder noe som ligner et fødselsnummer."),
        N_("Ta nummeret bort fra feltet. Det hører hjemme i «identifier»."),
    ),
    K.ID_TWICE: _refused(
        N_("To rader har samme id, men ulikt innhold."), N_("Rett kilden, så id-en er unik.")
    ),
    K.BAD_DATE: _refused(N_("Dette er ikke en dato."), N_("Skriv datoen som ÅÅÅÅ-MM-DD.")),
    K.BAD_STATUS: _refused(
        N_("Ukjent status."), N_("Bruk «active» eller «tobedeleted», eller la feltet stå tomt.")
    ),
    K.BAD_ROLE: _refused(
        N_("Vi kjenner ikke rollen."), N_("Bruk en rolle fra formatet, som student eller teacher.")
    ),
    K.NO_ROLE: _refused(
        N_("Personen har ingen rolle."), N_("Gi personen en rolle i kilden, eller ta bort raden.")
    ),
    K.ROLE_ENDED: _refused(
        N_("Alle rollene er avsluttet eller ikke begynt."),
        N_("Er personen ved skolen nå, må sluttdatoen rettes i kilden."),
    ),
    K.NO_SCHOOL: _refused(N_("Raden sier ikke hvilken skole."), N_("Fyll ut skolen i kilden.")),
    K.TWO_SCHOOLS: _refused(
        N_("Eleven står ved to skoler, og ingen av dem er hovedskole."),
        N_("Merk hovedskolen i kilden (primary)."),
    ),
    K.PUPIL_AND_STAFF: _refused(
        N_("Personen er både elev og ansatt."), N_("La personen ha én av rollene i kilden.")
    ),
    K.USER_UNKNOWN: _refused(
        N_("Raden viser til en person som ikke finnes i users.csv."),
        N_("Ta med personen i eksporten, eller ta bort henvisningen."),
    ),
    K.ORG_UNKNOWN: _refused(
        N_("Raden viser til en skole som ikke finnes i orgs.csv."),
        N_("Ta med skolen i eksporten."),
    ),
    K.CLASS_UNKNOWN: _refused(
        N_("Raden viser til en klasse som ikke finnes i classes.csv."),
        N_("Ta med klassen i eksporten."),
    ),
    K.NOT_A_PARENT: _refused(
        N_("Personen er knyttet til eleven, men har ikke rollen forelder eller foresatt."),
        N_("Gi personen rollen parent eller guardian i kilden."),
    ),
    K.SCHOOL_UNKNOWN: _refused(
        N_("Skolen «%(name)s» finnes ikke i Felles. Alle ved den er utelatt."),
        N_("Les inn skolen med import_schools, eller si hvilken skole det er."),
    ),
    K.SCHOOL_TWICE: _refused(
        N_("To skoler i lista er samme skole i Felles."),
        N_("Rett organisasjonsnummeret (identifier) i orgs.csv."),
    ),
    K.OTHER_PERSON: _refused(
        N_("Id-en tilhører en annen elev i Felles."),
        N_("Gi eleven en egen id i kilden. En id skal aldri brukes om igjen."),
    ),
    K.TWO_PUPILS: _refused(
        N_("Raden passer på to elever i Felles."), N_("Rett id eller fødselsnummer i kilden.")
    ),
    K.IDENTITY_TWICE: _refused(
        N_("To elever i lista har samme fødselsnummer."), N_("Rett «identifier» i kilden.")
    ),
    K.MANY_GONE: _note(
        N_("%(gone)s av %(all)s elever ved %(name)s er borte fra lista."),
        N_("Se om fila er hel. Stemmer det, må du bekrefte det når du tar lista i bruk."),
    ),
    K.HEADER_GUESSED: _note(N_("Overskriften «%(header)s» er lest som %(column)s.")),
    K.COLUMN_IGNORED: _note(N_("Kolonnen er ikke brukt.")),
    K.FILE_IGNORED: _note(N_("Fila er ikke brukt.")),
    K.FILE_MISNAMED: _note(N_("Innholdet hører til %(file)s. Fila er ikke brukt.")),
    K.PASSWORD_EMPTY: _note(N_("Passordkolonnen er tom. Den er ikke brukt.")),
    K.SHORT_ROW: _note(N_("Raden har færre felt enn overskriften. Resten er lest som tomt.")),
    K.LONG_ROW: _note(N_("Raden har tomme felt etter siste overskrift. De er ikke brukt.")),
    K.DATE_GUESSED: _note(N_("Datoene er lest med %(order)s, fordi en dato bare passer slik.")),
    K.CONTACT_DROPPED: _note(
        N_("Telefon eller e-post er ikke brukt: den er ikke gyldig."), N_("Rett den i kilden.")
    ),
    K.GRADE_UNKNOWN: _note(N_("Trinnet er ikke et tall fra 1 til 13. Det er ikke brukt.")),
    K.PROTECTION_UNKNOWN: _note(
        N_("Ukjent grad av adressesperre. Den er lest som strengt fortrolig."),
        N_("Bruk «fortrolig», «strengt fortrolig» eller tomt felt."),
    ),
    K.PARENT_ALONE: _note(N_("Foresatt uten elev i lista. Personen er ikke tatt inn.")),
    K.STAFF_ALONE: _note(N_("Ansatt uten skole i lista. Personen er ikke tatt inn.")),
    K.NOT_GUARDIAN: _note(N_("Knytningen gjelder ikke en foresatt. Den er ikke brukt.")),
    K.SEVERAL_CLASSES: _note(
        N_("Eleven står i flere klasser. Klassen er ikke brukt."),
        N_("Merk kontaktklassen som «homeroom» i classes.csv."),
    ),
    K.NO_CLASS_FILE: _note(N_("Lista har ingen klasser. Elevenes klasser er som før.")),
    K.NO_PARENTS: _note(N_("Lista har ingen foresatte. De vi har, er som før.")),
    K.NO_PUPILS: _note(N_("Lista har ingen elever ved %(name)s. Elevene vi har der, er som før.")),
    K.ROWS_UNREADABLE: _note(
        N_("Noen rader i users.csv kan ikke leses. Derfor regnes ingen elever som borte.")
    ),
    K.NO_READER: _note(
        N_("%(name)s har ingen rektor. Elever med adressesperre kan ikke leses av noen."),
        N_("Gi en person rollen rektor, og les inn lista på nytt."),
    ),
}
