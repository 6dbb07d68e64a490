"""Granåsen skole."""

from __future__ import annotations

from felles.config.demo.events import (
    ABSENCE,
    FRIENDS,
    HEALTH,
    LEARNING,
    LEISURE,
    Accept,
    Answer,
    Ask,
    Bring,
    CloseAtSchool,
    Decide,
    Evaluate,
    Parent,
    Plan,
    Raise,
    Refer,
    Story,
    Talked,
    ToTeam,
    TryMore,
    Voice,
    weekly,
)
from felles.rules.case_flow import Step
from felles.rules.consent import AnswerKind, Authority, Channel

ELLA = Story(
    "Ella", "Eventyrdal", "granasen", "6A", Step.MEASURES,
    (Parent("Camilla Eventyrdal"), Parent("Ørjan Eventyrdal")),
    (
        Raise(
            -88, "6A", HEALTH,
            strengths="Ella er omtenksom og en god lagspiller.",
            seen="Ella spiser ikke når andre ser på. Hun kaster maten og sier at hun er mett.",
            where="Matpausen",
            since="Fem uker",
            child="Hun synes at spisepausen er for bråkete.",
            home="Foreldrene følger med hjemme. De ønsker å snakke med helsesykepleier.",
        ),
        Accept(-86, "coordinator"),
        Bring(-80, "coordinator"),
        Refer(-78, "rector", "Helsesykepleier er riktig hjelp. Foreldrene er enige."),
        Ask(-77, "coordinator", "Trygge Ella rundt mat og pauser.", services=("health",)),
        Answer(-76, "coordinator", 0),
        Answer(-75, "coordinator", 1),
        ToTeam(-74, "coordinator"),
        Talked(-70, "coordinator", "family_meeting", "Ella ville spise med to venner.",
               who="Ella, mor og far"),
        Plan(-69, "coordinator", "Ella spiser uten å tenke på andre", "Lite spiserom med to venner",
             until=10, who="6A", topic=HEALTH),
        Plan(-69, "nurse", "Ella kjenner seg trygg", "Samtale hver uke", until=-3, who="nurse",
             at="health", topic=HEALTH),
        Decide(-68, "rector", "Lite spiserom og samtaler.", evaluate=15, topic=HEALTH),
        *weekly("6A", 0, -5, "~+++", "", "", "Latter rundt bordet."),
        *weekly("nurse", 1, -17, "~++"),
    ),
)  # fmt: skip

OMAR = Story(
    "Omar", "Mithali", "granasen", "5A", Step.CONSENT,
    (
        Parent("Huda Mithali", language="arabisk", interpreter=True),
        Parent("Walid Mithali", Authority.HOLDS_NOT, language="arabisk", household=2),
    ),
    (
        Raise(
            -43, "5A", LEISURE,
            strengths="Omar er hjelpsom og lærer fort nye regler.",
            seen="Omar har sluttet på fotball. Han sier at de ikke har tid til å kjøre.",
            where="Fritida",
            since="En måned",
            child="Han savner laget.",
            home="Mor er alene med fire barn. Hun vil gjerne ha hjelp.",
        ),
        Accept(-41, "agent"),
        Bring(-26, "agent"),
        Refer(-19, "rector", "Klubben og Oslohjelpa kan hjelpe familien."),
        Ask(-18, "coordinator", "Få Omar tilbake på laget."),
        Answer(-2, "coordinator", 0, channel=Channel.ORAL, interpreter="Tolketjenesten, arabisk"),
    ),
    language="arabisk",
)  # fmt: skip

JAKOB = Story(
    "Jakob", "Mønsterberg", "granasen", "7A", Step.ELEVSAKSMOTE,
    (Parent("Silje Mønsterberg"), Parent("Ove Mønsterberg")),
    (
        Raise(
            -55, "7A", FRIENDS,
            strengths="Jakob er lojal og tar ansvar i elevrådet.",
            seen="Jakob blir ertet for klærne sine. Han har sluttet å svare.",
            where="Garderoben",
            since="To måneder",
            child="Han vil ikke at vi skal si det til klassen.",
            home="Foreldrene er lei seg, og vil at skolen skal følge med i garderoben.",
        ),
        Accept(-53, "coordinator"),
        Plan(-52, "coordinator", "Garderoben er trygg", "En voksen i garderoben før og etter gym",
             until=-10, who="coordinator"),
        *weekly("coordinator", 0, -26, "~++"),
        Bring(-24, "7A"),
    ),
)  # fmt: skip

LINNEA = Story(
    "Linnea", "Diktevik", "granasen", "4A", Step.AT_SCHOOL,
    (Parent("Ragnhild Diktevik"),),
    (
        Raise(
            -65, "4A", LEARNING,
            strengths="Linnea har god fantasi og lager egne spill.",
            seen="Linnea klarer ikke å sitte stille. Hun går rundt og forstyrrer.",
            where="Lange økter",
            since="Hele fjerde klasse",
            child="Hun sier at beina vil gå.",
            home="Mor kjenner henne igjen. Hun foreslår korte økter.",
        ),
        Accept(-63, "coordinator"),
        Plan(-62, "4A", "Linnea får være i bevegelse", "Pause med oppdrag hvert kvarter", until=6,
             who="4A", topic=LEARNING),
        *weekly("4A", 0, -38, "~~+"),
        Bring(-35, "coordinator"),
        TryMore(-34, "rector", "Korte økter hjelper. Vi prøver også ståbord.", next=4),
        *weekly("4A", 0, -6, "++~+"),
    ),
)  # fmt: skip

ZUZANNA = Story(
    "Zuzanna", "Przykładowska", "granasen", "6A", Step.INNSATSTEAM,
    (
        Parent("Ewa Przykładowska", language="polsk"),
        Parent("Piotr Przykładowski", language="polsk", household=2),
    ),
    (
        Raise(
            -58, "6A", FRIENDS,
            strengths="Zuzanna er ærlig og tør å si fra for andre.",
            seen="Zuzanna er alltid midt i kranglene. Etterpå er hun lei seg.",
            where="Friminuttene",
            since="To måneder",
            child="Hun vil lære å si det på en annen måte.",
            home="Foreldrene bor hver for seg. Begge vil være med på møte.",
        ),
        Accept(-56, "coordinator"),
        Bring(-44, "coordinator"),
        Refer(-42, "rector", "Klubben har en god gruppe. Vi spør begge foreldrene."),
        Ask(-41, "coordinator", "Hjelpe Zuzanna å beholde vennene sine."),
        Answer(-38, "coordinator", 0),
        Answer(-34, "coordinator", 1, AnswerKind.YES_SOME, but=("child_welfare",)),
        ToTeam(-33, "coordinator"),
        Plan(-9, "club", "Zuzanna øver på å si fra rolig", "Jentegruppe på torsdager", until=4,
             who="club", at="loftet"),
    ),
    language="polsk",
)  # fmt: skip

AKSEL = Story(
    "Aksel", "Figurslett", "granasen", "3A", Step.CONCERN,
    (Parent("Maren Figurslett"), Parent("Eirik Figurslett")),
    (
        Raise(
            0, "3A", HEALTH,
            strengths="Aksel er tålmodig og god med kniv og tre.",
            seen="Aksel myser mot tavla og sitter helt nær boka.",
            where="Klasserommet",
            since="Et par uker",
            child="Han sier at bokstavene hopper.",
        ),
    ),
)  # fmt: skip

KHADRA = Story(
    "Khadra", "Tusaale", "granasen", "5A", Step.CLOSED,
    (Parent("Ifrah Tusaale", language="somali", interpreter=True),),
    (
        Raise(
            -125, "agent", LEISURE,
            strengths="Khadra er morsom og får med alle.",
            seen="Khadra kan ikke svømme og blir sittende på kanten.",
            where="Svømmehallen",
            since="Hele året",
            child="Hun vil lære det før de andre merker det.",
            home="Mor vil at hun lærer, helst med en kvinnelig instruktør.",
        ),
        Accept(-123, "agent"),
        Plan(-122, "agent", "Khadra kan svømme", "Jentekurs på onsdager", until=-60, who="agent",
             topic=LEISURE),
        *weekly("agent", 0, -70, "~+++", "", "", "", "Svømte over bassenget."),
        Bring(-66, "agent"),
        Evaluate(-64, "coordinator", "Khadra svømmer.", child="Jeg kan det!", home="Vi er stolte."),
        CloseAtSchool(-63, "rector", "Målet er nådd."),
    ),
    language="somali",
)  # fmt: skip

ELIAS = Story(
    "Elias", "Sagnhøi", "granasen", "6A", Step.MEASURES,
    (Parent("Tonje Sagnhøi"), Parent("Morten Sagnhøi")),
    (
        Raise(
            -100, "6A", LEISURE,
            strengths="Elias er en rolig type som andre går til.",
            seen="Elias har ingen han er med etter skolen. Han sitter mye alene med telefonen.",
            where="Etter skoletid",
            since="Et halvt år",
            child="Han vil gjerne spille sjakk med noen.",
            home="Foreldrene ønsker seg et sted han hører til.",
        ),
        Accept(-98, "agent"),
        Bring(-85, "agent"),
        Refer(-83, "rector", "Klubben har sjakk. Vi spør foreldrene."),
        Ask(-82, "coordinator", "Finne en fritid som Elias trives med."),
        Answer(-78, "coordinator", 0),
        Answer(-77, "coordinator", 1),
        ToTeam(-76, "coordinator"),
        Talked(-70, "coordinator", "family_meeting", "Elias valgte selv sjakk.",
               who="Elias, mor og far"),
        Plan(-69, "club", "Elias har noen å spille med", "Sjakkgruppe på mandager", until=18,
             who="club", at="loftet", topic=LEISURE),
        Plan(-69, "agent", "Elias kommer seg dit", "Følge de første gangene", until=-30,
             who="agent",
             topic=LEISURE),
        Decide(-68, "rector", "Sjakk i klubben, med følge i starten.", evaluate=22, topic=LEISURE),
        *weekly("club", 0, -4, "++++", "", "Vant ett parti.", "", "Lærer bort til en yngre."),
        *weekly("agent", 1, -45, "++"),
        Voice(-20, "agent", "Mandag er den beste dagen.", good="Sjakk og pannekaker.",
              wish="At flere fra klassen kommer.", safe_with="Han i klubben",
              topic=LEISURE),
    ),
)  # fmt: skip

NOOR = Story(
    "Noor", "Misaali", "granasen", "7A", Step.CONSENT,
    (Parent("Saima Misaali", language="urdu"), Parent("Adeel Misaali", language="urdu",
                                                      household=2)),
    (
        Raise(
            -50, "7A", ABSENCE,
            strengths="Noor er klok og stiller gode spørsmål.",
            seen="Noor har vært borte tolv dager. Hun kommer alltid med en lapp.",
            where="Hele dager",
            since="To måneder",
            child="Hun er sliten. Hun vil ikke si så mye ennå.",
            home="Mor tror det er søvn. Far tror det er venner.",
        ),
        Accept(-48, "coordinator"),
        Bring(-30, "coordinator"),
        Refer(-27, "rector", "Vi trenger hjelp til å finne ut av det."),
        Ask(-26, "coordinator", "Finne ut hva som gjør Noor sliten."),
        Answer(-20, "coordinator", 0, AnswerKind.YES_SOME, only=("health",)),
        Answer(-13, "coordinator", 1, AnswerKind.YES_SOME, only=("loftet",)),
    ),
    language="urdu",
)  # fmt: skip

STORIES = (ELLA, OMAR, JAKOB, LINNEA, ZUZANNA, AKSEL, KHADRA, ELIAS, NOOR)
