"""The pages that open without login, each with its reason. A test fails when one is stale."""

from __future__ import annotations

PUBLIC_VIEWS: dict[str, str] = {
    "login": "one has to log in somewhere",
    "logout": "must work for those without a role and when the login has run out; POST only",
    "switch-post": "tells those without a role that they have none; asks for login by itself",
    "persona-login": "demo mode only: the route does not exist otherwise",
    "family-persona": "demo mode only: the route does not exist otherwise",
    "family-start": "families come in somewhere; tells nothing",
    "family-link": "the link itself is the key, together with the child's birth date",
    "family-idporten": "sends the guardian to ID-porten; tells nothing",
    "family-callback": "takes ID-porten's answer, which is checked before anybody is let in",
    "family-ended": "tells that the login has run out; tells nothing else",
    "family-logout": "must work when the login has run out; POST only",
    "family-language": "the language is chosen before coming in too",
    "calendar-feed": "calendars cannot log in: the secret in the address is the key, and revocable",
    "guest-answer": "a guest from outside answers: the signed address is the key; POST changes",
    "outreach-worker": "the browser asks by itself, also when the login has run out; tells nothing",
    "outreach-manifest": "the browser asks without a login; tells the page's name, nothing else",
    "public-event": "parents are invited by letter; tells of an event the school made public",
    "public-school": "parents must find the school's help; tells what the school has published",
    "healthz": "the machine asks whether the process lives; answers nothing else",
    "readyz": "the machine asks whether the database answers; answers nothing else",
    "about-accessibility": "the law asks for a public accessibility statement",
    "about-privacy": "everyone may know how personal data are treated",
    "help": "help with logging in must be readable before login",
    "set-language": "the language is chosen on the login page too",
}
