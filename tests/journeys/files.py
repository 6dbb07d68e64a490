"""Small files of the shapes that come from outside: the school register and a roster."""

import json
from pathlib import Path

SCHOOL = "900000006"
USERS = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,givenName,"
    "familyName,identifier,email,agents\n"
    "t1,,,true,s1,teacher,t1,Lærer,Prøvesen,,,\n"
    "p1,,,true,s1,parent,p1,Mor,Prøvesen,,,\n"
    "e1,,,true,s1,student,e1,Alba,Prøvesen,,,p1\n"
    "e2,,,true,s1,student,e2,Emil,Utkastsen,,,\n"
)
ROSTER = {
    "manifest.csv": (
        "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n"
        "file.academicSessions,bulk\nfile.orgs,bulk\nfile.courses,bulk\nfile.classes,bulk\n"
        "file.users,bulk\nfile.enrollments,bulk\nfile.demographics,absent\n"
    ),
    "academicSessions.csv": (
        "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,"
        "schoolYear\ny1,,,2026,schoolYear,2026-08-01,2027-07-31,,2027\n"
    ),
    "orgs.csv": (
        "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
        f"s1,,,Prøveskolen,school,{SCHOOL},\n"
    ),
    "courses.csv": (
        "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,"
        "orgSourcedId,subjects,subjectCodes\nc6,,,y1,6. trinn,6,06,s1,,\n"
    ),
    "classes.csv": (
        "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,"
        "location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\n"
        "k1,,,6B,06,c6,6B,homeroom,,s1,y1,,,\n"
    ),
    "users.csv": USERS,
    "enrollments.csv": (
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,"
        "primary,beginDate,endDate\n"
        "n1,,,k1,s1,t1,teacher,true,,\nn2,,,k1,s1,e1,student,,,\nn3,,,k1,s1,e2,student,,,\n"
    ),
}


def write_schools(folder: Path) -> Path:
    """A register of one school in Oslo, and one elsewhere."""
    row = {
        "id": SCHOOL,
        "name": "Prøveskolen",
        "kommunenummer": "0301",
        "lat": 59.92,
        "lon": 10.85,
        "type": "grunnskole",
        "owner": "offentlig",
        "students": 2,
        "gradeFrom": 1,
        "gradeTo": 7,
        "address": "Eksempelveien 1",
        "poststed": "OSLO",
        "url": None,
    }
    other = {**row, "id": "900000014", "name": "Skole et annet sted", "kommunenummer": "4601"}
    path = folder / "schools.json"
    path.write_text(json.dumps({"schools": [row, other]}), encoding="utf-8")
    return path


def write_roster(folder: Path) -> Path:
    """A OneRoster 1.1 folder with one class of two pupils, a teacher, and a parent."""
    roster = folder / "roster"
    roster.mkdir()
    for name, text in ROSTER.items():
        (roster / name).write_text(text, encoding="utf-8")
    return roster
