"""The demo's district: organisations, teams and people. Everything is invented.

Addresses end in ``.example`` and telephone numbers begin with 00, so none of them reaches anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

from felles.rules.roles import OrgKind, Role


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation. ``hours`` is when somebody answers."""

    kind: OrgKind
    name: str
    parent: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A person in a post. ``comes_for`` says what to try as this person, for the personas."""

    name: str
    role: Role
    at: str
    employer: str = ""
    schools: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    comes_for: str = ""


SCHOOL_HOURS = "man–fre 8–15.30"
SCHOOLS = {
    "furulia": Place(OrgKind.SCHOOL, "Furulia skole", hours=SCHOOL_HOURS),
    "granasen": Place(OrgKind.SCHOOL, "Granåsen skole", hours=SCHOOL_HOURS),
    "maltrosten": Place(OrgKind.SCHOOL, "Måltrosten skole", hours=SCHOOL_HOURS),
    "ekornlia": Place(OrgKind.SCHOOL, "Ekornlia skole", hours=SCHOOL_HOURS),
}
PLACES = {
    "district": Place(OrgKind.DISTRICT, "Bydel Eksempelåsen", hours="man–fre 9–15"),
    **SCHOOLS,
    "child_welfare": Place(
        OrgKind.CHILD_WELFARE, "Barneverntjenesten i Eksempelåsen", hours="hele døgnet"
    ),
    "youth_unit": Place(
        OrgKind.CHILD_WELFARE, "Forebyggende ungdomsavdeling", "child_welfare", "man–fre 8–16"
    ),
    "health": Place(
        OrgKind.SCHOOL_HEALTH, "Skolehelsetjenesten i Eksempelåsen", hours="man–fre 8–15"
    ),
    "loftet": Place(OrgKind.YOUTH_CLUB, "Fritidsklubben Loftet", hours="man–fre 13–20"),
    "brygga": Place(OrgKind.YOUTH_CLUB, "Fritidsklubben Brygga", hours="man–tor 13–20"),
    "oslohjelpa": Place(OrgKind.OSLOHJELPA, "Oslohjelpa i Eksempelåsen", hours="man–fre 9–15"),
    "bup": Place(OrgKind.BUP, "BUP Eksempelåsen", hours="man–fre 8–15.30"),
}
# school: (services of its innsatsteam, weeks between meetings)
TEAMS = {
    "furulia": (("child_welfare", "health", "loftet", "oslohjelpa", "bup"), 5),
    "granasen": (("child_welfare", "health", "loftet", "oslohjelpa"), 4),
    "maltrosten": (("child_welfare", "health", "brygga", "oslohjelpa", "bup"), 6),
    "ekornlia": (("child_welfare", "health", "brygga", "oslohjelpa"), 3),
}
CLASSES = {
    "furulia": ("1A", "2A", "3A", "4A", "5A", "5B", "6A", "6B", "7A", "7B"),
    "granasen": ("1A", "2A", "3A", "4A", "5A", "6A", "7A"),
    "maltrosten": ("1A", "2A", "3A", "4A", "5A", "6A", "7A"),
    "ekornlia": ("1A", "2A", "3A", "4A", "5A", "6A", "7A"),
}
EVERYWHERE = tuple(SCHOOLS)

R = Role
# The first of them are the personas; everybody can be logged in as.
PARTS = {
    "furulia.agent": Part(
        "Mina Prøveås", R.SOCIAL_AGENT, "furulia", "youth_unit",
        comes_for="Elever i skolegården, avtaler i dag, og saker der foreldrene har sagt ja."),
    "furulia.coordinator": Part(
        "Kari Mønstermo", R.SOCIAL_TEACHER, "furulia",
        comes_for="Alle sakene på skolen, samtykke, og det som skal opp i neste møte."),
    "furulia.rector": Part(
        "Siri Eksempelholm", R.RECTOR, "furulia",
        comes_for="Beslutninger i elevsaksmøte og innsatsteam, og det som står stille."),
    "furulia.6B": Part(
        "Ola Diktedal", R.CONTACT_TEACHER, "furulia", classes=("6B",),
        comes_for="Å si fra om en elev, og å følge opp elevene i egen klasse."),
    "furulia.teacher": Part(
        "Jorunn Liksomlund", R.TEACHER, "furulia",
        comes_for="Å si fra om en elev på to minutter, og få svar."),
    "nurse": Part(
        "Tone Tenktvik", R.HEALTH_NURSE, "health", schools=("furulia", "granasen", "maltrosten"),
        comes_for="Bare sakene foreldrene har sagt ja til, ved tre skoler."),
    "club": Part(
        "Anders Fabelbakk", R.CLUB_LEADER, "loftet", schools=("furulia", "granasen"),
        comes_for="Elevene som klubben følger opp, og det klubben har lovet."),
    "intake": Part(
        "Ingrid Fabeldal", R.CHILD_WELFARE_INTAKE, "child_welfare", schools=EVERYWHERE,
        comes_for="Bare saker der foreldrene har sagt ja til barnevernet."),
    "oslohjelpa": Part(
        "Samir Mønsterberg", R.OSLOHJELPA_WORKER, "oslohjelpa", schools=EVERYWHERE,
        comes_for="Familier som har sagt ja til Oslohjelpa, og frister der."),
    "bup": Part(
        "Eva Oppdiktlund", R.BUP_CLINICIAN, "bup", schools=("furulia", "maltrosten"),
        comes_for="Noen få saker, i den perioden samtykket gjelder."),
    "leader": Part(
        "Nils Skisserud", R.AGENT_LEADER, "youth_unit",
        comes_for="Hvem som er hvem på skolene. Ser ingen enkeltsaker."),
    "project_leader": Part(
        "Ragnhild Utkastvik", R.PROJECT_LEADER, "district",
        comes_for="Skolene som er med, og hvem som er hvem. Ser aldri barn."),
    "steering": Part(
        "Per Påfunnlien", R.STEERING_MEMBER, "district",
        comes_for="Skolene som er med. Ser aldri barn."),
    "owner": Part(
        "Bente Drømmevold", R.PROJECT_OWNER, "district",
        comes_for="Skolene som er med. Ser aldri barn."),
    "secretary": Part(
        "Aud Skissemyr", R.SECRETARY, "district",
        comes_for="Skoler, team og innstillinger. Ser ingen saker."),
    "administrator": Part(
        "Knut Prøvestad", R.ADMINISTRATOR, "district",
        comes_for="Personer, roller og elevlister. Ser ingen saker."),
    "granasen.rector": Part(
        "Terje Modellvik", R.RECTOR, "granasen",
        comes_for="Rektor ved en annen skole. Sitter også i styringsgruppa: to roller."),
    "granasen.coordinator": Part("Anne Fantasilien", R.SOCIAL_TEACHER, "granasen"),
    "granasen.agent": Part("Jonas Prøvebakken", R.SOCIAL_AGENT, "granasen", "youth_unit"),
    "granasen.teacher": Part("Lillian Sagnmo", R.TEACHER, "granasen"),
    "granasen.milieu": Part("Roy Figurdal", R.MILIEU_WORKER, "granasen"),
    "maltrosten.rector": Part("Gerd Utkastnes", R.RECTOR, "maltrosten"),
    "maltrosten.coordinator": Part("Åse Eventyrbø", R.SOCIAL_TEACHER, "maltrosten"),
    "maltrosten.agent": Part("Ahmed Tenktbakken", R.SOCIAL_AGENT, "maltrosten", "youth_unit"),
    "maltrosten.teacher": Part("Frank Dikteng", R.TEACHER, "maltrosten"),
    "maltrosten.milieu": Part("Wenche Liksommoen", R.MILIEU_WORKER, "maltrosten"),
    "ekornlia.rector": Part("Odd Modellrud", R.RECTOR, "ekornlia"),
    "ekornlia.coordinator": Part("Marte Påfunnvik", R.SOCIAL_TEACHER, "ekornlia"),
    "ekornlia.agent": Part("Sanna Prøvetun", R.SOCIAL_AGENT, "ekornlia", "youth_unit"),
    "ekornlia.teacher": Part("Inge Øvelsberg", R.TEACHER, "ekornlia"),
    "ekornlia.milieu": Part("Ruth Fabelmyr", R.MILIEU_WORKER, "ekornlia"),
    "furulia.milieu": Part("Tarik Drømmenes", R.MILIEU_WORKER, "furulia"),
    "ekornlia.nurse": Part("Hege Skissedal", R.HEALTH_NURSE, "health", schools=("ekornlia",)),
    "brygga.club": Part(
        "Lasse Figurvik", R.CLUB_LEADER, "brygga", schools=("maltrosten", "ekornlia")),
}  # fmt: skip
# A second post: (part, role, organisation).
SECOND_POSTS = (("granasen.rector", R.STEERING_MEMBER, "district"),)
# Parts of a story that mean somebody else at some schools.
STAND_INS = {
    ("ekornlia", "nurse"): "ekornlia.nurse",
    ("maltrosten", "club"): "brygga.club",
    ("ekornlia", "club"): "brygga.club",
}
