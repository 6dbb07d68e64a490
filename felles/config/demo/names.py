"""Names that show that they are invented.

The Norwegian family names are made from words such as prøve, skisse and dikt; those of other
languages mean "example" in the language. No school of these names is in the national register.
"""

from __future__ import annotations

GIVEN = (
    "Ada", "Adrian", "Agnes", "Aisha", "Albert", "Alma", "Anders", "Andrea", "Anton", "Arvid",
    "Asta", "August", "Benjamin", "Bilal", "Bo", "Daniel", "Dina", "Ebba", "Edvard", "Einar",
    "Eline", "Ellinor", "Erik", "Espen", "Eva", "Fatima", "Felix", "Gabriel", "Guro", "Halima",
    "Hauk", "Hedda", "Helmer", "Hilma", "Ida", "Idris", "Isak", "Ivar", "Jenny", "Johan",
    "Josefine", "Julie", "Kaja", "Karl", "Kasper", "Kine", "Klara", "Konrad", "Lars", "Lea",
    "Leah", "Levi", "Lilly", "Lise", "Lotte", "Ludvig", "Luna", "Magnus", "Malak", "Marcus",
    "Mari", "Markus", "Martha", "Matheo", "Mira", "Mohamed", "Naima", "Nikolai", "Nils", "Oda",
    "Odin", "Olav", "Oline", "Othilie", "Pernille", "Petter", "Philip", "Ragna", "Rasmus",
    "Robin", "Ronja", "Runa", "Said", "Salma", "Sander", "Saga", "Sebastian", "Signe", "Sigurd",
    "Sindre", "Siri", "Solveig", "Sverre", "Synne", "Teodor", "Thale", "Tiril", "Tobias", "Trym",
    "Ulrik", "Une", "Valdemar", "Vera", "Viktor", "Vilde", "Vilma", "William", "Ylva", "Zahra",
    "Åsne",
)  # fmt: skip

GROWN_UP = (
    "Anne", "Arild", "Beate", "Bente", "Cecilie", "Dag", "Einar", "Elisabeth", "Espen", "Gunn",
    "Hanne", "Harald", "Heidi", "Helene", "Inger", "Jan", "Janne", "Joakim", "Karin", "Kjersti",
    "Kristian", "Leif", "Lena", "Liv", "Magnhild", "Maria", "Marius", "Monica", "Nadia", "Olav",
    "Per", "Ragnar", "Rita", "Roger", "Sigrid", "Sonja", "Stein", "Sunniva", "Tarik", "Torill",
    "Trine", "Turid", "Unni", "Vidar", "Yngve", "Øystein",
)  # fmt: skip

_FIRST = (
    "Prøve", "Skisse", "Dikte", "Liksom", "Tenkt", "Fabel", "Fantasi", "Eksempel", "Utkast",
    "Oppdikt", "Påfunn", "Mønster", "Modell", "Figur", "Eventyr", "Sagn", "Drømme", "Øvels",
)  # fmt: skip
_LAST = (
    "sen", "dal", "haug", "vik", "mo", "nes", "rud", "berg", "lien", "bø", "stad", "slett",
    "moen", "bakken", "eng", "vold", "myr", "tun",
)  # fmt: skip
FAMILY = tuple(f"{first}{last}" for first in _FIRST for last in _LAST)

# language: (family name, …), each meaning "example"
FROM_ELSEWHERE = {
    "polsk": ("Przykładowska", "Przykładowski"),
    "somali": ("Tusaale",),
    "urdu": ("Misaali",),
    "arabisk": ("Mithali",),
    "tyrkisk": ("Örneksoy",),
    "persisk": ("Mesali",),
    "ukrainsk": ("Prykladenko",),
    "vietnamesisk": ("Vidu",),
    "litauisk": ("Pavyzdys",),
    "albansk": ("Shembulli",),
}
