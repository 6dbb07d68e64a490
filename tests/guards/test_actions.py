"""Every change is recorded: actions write to the ledger, queries write nothing at all."""

import ast
from pathlib import Path

from tests.guards.source import (
    FELLES,
    ROOT,
    called_names,
    imported_modules,
    label,
    list_files,
    list_functions,
    parse,
)

RECORDS = {"record_change", "record_changes", "record_read", "record_reads"}

# Path::function -> why it changes nothing that has to be recorded.
UNRECORDED: dict[str, str] = {
    "felles/ledger/actions.py::record_change": "writes the ledger itself",
    "felles/ledger/actions.py::record_changes": "writes the ledger itself",
    "felles/ledger/actions.py::record_reads": "writes the ledger itself",
    "felles/ledger/actions.py::submit_once": "the action that it carries out records",
    "felles/ledger/actions.py::enqueue": "the action that sends the notice records",
    "felles/ledger/actions.py::mark_sent": "state of delivery, without content",
    "felles/ledger/actions.py::mark_failed": "state of delivery, without content",
    "felles/ledger/actions.py::claim_message": "state of delivery, without content",
    "felles/ledger/actions.py::mark_dropped": "state of delivery, without content",
    "felles/ledger/actions.py::beat": "a sign of life",
    "felles/ledger/actions.py::forget_submitted_forms": "tokens against double clicks",
    "felles/ledger/actions.py::forget_served_messages": "state of delivery, without content",
    "felles/activities/actions/course_suggestions.py::forget_old_guests": "each one's row stays",
    "felles/activities/actions/course_suggestions.py::forget_old_suggestions": "each row stays",
    "felles/ledger/actions.py::spend_token": "a token against double taps",
    "felles/activities/actions/groups.py::forget_old_groups": "the row of each change stays",
    "felles/activities/actions/groups.py::forget_pairs_of_former": "the row of each pair stays",
    "felles/activities/actions/outreach.py::forget_old_notes": "the row of each note stays",
    "felles/activities/actions/checklists.py::forget_old_runs": "the row of each run stays",
    "felles/activities/actions/crossings.py::forget_old_crossing_days": "the rows of the days stay",
    "felles/activities/actions/week.py::forget_old_absence": "the row of each absence stays",
    "felles/activities/actions/smileys.py::answer_smileys": "no order or time a child is kept",
    "felles/meetings/actions/agenda.py::add_row": "the action that takes something up records",
    "felles/meetings/actions/room.py::place_attendee": "the action that moves somebody records",
    "felles/meetings/actions/room.py::set_row_state": "the action that opens or ends records",
    "felles/meetings/actions/room.py::add_presences": "the row itself says who was there",
    "felles/meetings/actions/room.py::end_meeting": "the action that puts off what is left records",
    "felles/meetings/actions/room.py::write_field": "the row itself says who wrote, and when",
    "felles/meetings/actions/room.py::write_anonymous_text": "no writer is kept of it",
    "felles/meetings/actions/room.py::forget_row_texts": "what came of it stands in the case",
    "felles/casework/actions/room.py::write_in_room": "the row itself says who wrote, and when",
    "felles/casework/actions/room.py::contribute": "the row itself says who wrote, and when",
    "felles/meetings/actions/teams.py::forget_old_discussions": "the row of each discussion stays",
    "felles/meetings/actions/reminders.py::remind_of_meetings": "the notices themselves say when",
    "felles/people/actions/logins.py::start_login": "counts tries by a hash, before login",
    "felles/people/actions/logins.py::end_login": "counts tries by a hash",
    "felles/people/actions/logins.py::forget_login_limits": "counts of tries by a hash",
    "felles/people/actions/families.py::end_visit": "the visit's own row says when it ended",
    "felles/people/actions/families.py::forget_old_ways_in": "that they were made stays recorded",
    "felles/people/actions/reminders.py::remind_once": "the row itself says what and when",
    "felles/casework/actions/reminders.py::remind_of_ends": "the reminders' rows say when",
    "felles/casework/actions/preview.py::follow_change": "what it carries out records itself",
    "felles/casework/actions/preview.py::preview_change": "undoes what it carries out",
    "felles/casework/actions/drafts.py::save_draft": "nobody but its writer sees a draft",
    "felles/casework/actions/drafts.py::delete_draft": "nobody but its writer sees a draft",
    "felles/casework/actions/drafts.py::rescue_text": "nobody but its writer sees rescued text",
    "felles/casework/actions/drafts.py::forget_old_drafts": "nobody but its writer saw them",
}
WRITES = {
    "abulk_create", "acreate", "adelete", "asave", "aupdate", "bulk_create", "bulk_update",
    "create", "delete", "get_or_create", "save", "update_or_create",
}  # fmt: skip
CLOCKS = {"now", "today", "localdate", "localtime", "utcnow"}


def list_modules(kind: str) -> list[Path]:
    """Return each room's `kind.py`, or the files of its `kind/`."""
    return [path for path in list_files(FELLES) if path.stem == kind or path.parent.name == kind]


def list_actions() -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return the module-level functions of all actions, private ones too."""
    return {
        f"{label(path)}::{node.name}": node
        for path in list_modules("actions")
        for node in parse(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def is_public(name: str) -> bool:
    """Tell whether other rooms may call the function: of a package, what `__init__` offers."""
    path, function = name.split("::")
    package = ROOT / path.rsplit("/", 1)[0] / "__init__.py"
    if package.parent.name == "actions":
        module = path.removesuffix(".py").replace("/", ".")
        return f"{module}.{function}" in imported_modules(parse(package))
    return not function.startswith("_")


def find_recording(functions: dict[str, ast.FunctionDef | ast.AsyncFunctionDef]) -> set[str]:
    """Return the functions that record, by themselves or through another one."""
    calls = {name: called_names(node) for name, node in functions.items()}
    recording = {name for name, called in calls.items() if called & RECORDS}
    while True:
        silent = {name.split("::")[1] for name in calls if name not in recording}
        # A name that two modules use counts only when both record.
        loud = {name.split("::")[1] for name in recording} - silent
        more = {name for name, called in calls.items() if called & loud} - recording
        if not more:
            return recording
        recording |= more


def test_actions_are_found() -> None:
    assert any(is_public(name) for name in list_actions())


def test_public_actions_record_in_the_ledger() -> None:
    functions = list_actions()
    public = {name for name in functions if is_public(name)}
    assert sorted(public - find_recording(functions) - set(UNRECORDED)) == []


def test_list_of_unrecorded_actions_has_no_stale_entry() -> None:
    functions = list_actions()
    own = {name for name in UNRECORDED if name.startswith("felles/ledger/")}
    recording = find_recording(functions) - own
    assert sorted(name for name in UNRECORDED if name not in functions or name in recording) == []


def test_rooms_import_actions_of_others_from_the_package_only() -> None:
    found = []
    for path in list_files(FELLES):
        own = f"felles.{path.relative_to(FELLES).parts[0]}."
        for name in imported_modules(parse(path)):
            parts = name.split(".")
            deep = len(parts) > 3 and parts[2] == "actions" and ROOT.joinpath(*parts[:3]).is_dir()
            if deep and not name.startswith(own) and is_module(parts):
                found.append(f"{label(path)}: {name}")
    assert found == []


def is_module(parts: list[str]) -> bool:
    """Tell whether a dotted name is a file, not something inside one."""
    return ROOT.joinpath(*parts).with_suffix(".py").is_file()


def test_public_actions_take_keywords_only() -> None:
    found = [
        name
        for name, node in list_actions().items()
        if is_public(name) and (node.args.args or node.args.posonlyargs or node.args.vararg)
    ]
    assert found == []


def test_actions_queries_and_rules_never_read_the_clock() -> None:
    files = [*list_modules("actions"), *list_modules("queries"), *list_files(FELLES / "rules")]
    found = [
        f"{label(path)}:{node.lineno}"
        for path in files
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
    ]
    assert found == []


def test_queries_write_nothing() -> None:
    found = [
        f"{label(path)}::{function.name}: {', '.join(sorted(writes))}"
        for path in list_modules("queries")
        for function in list_functions(parse(path))
        if (writes := called_names(function) & WRITES)
    ]
    assert found == []
