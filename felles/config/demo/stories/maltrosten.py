"""Måltrosten skole."""

from __future__ import annotations

from felles.config.demo.events import (
    FRIENDS,
    HEALTH,
    HOME,
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
    StartEvaluation,
    Story,
    Talked,
    ToTeam,
    Wrote,
    weekly,
)
from felles.rules.case_flow import Step
from felles.rules.consent import AnswerKind
from felles.rules.people import Relation
from felles.rules.roles import Audience

INGRID = Story(
    "Ingrid", "Skisseng", "maltrosten", "6A", Step.EVALUATION,
    (Parent("Vibeke Skisseng"), Parent("Dag Skisseng")),
    (
        Raise(
            -135, "6A", FRIENDS,
            strengths="Ingrid er oppfinnsom og spiller fele.",
            seen="Ingrid vil bestemme alt i leken. De andre trekker seg unna.",
            where="Friminuttene",
            since="Hele sjette klasse",
            child="Hun blir redd når hun ikke vet hva som skal skje.",
            home="Foreldrene ser det samme med søsken.",
        ),
        Accept(-133, "coordinator"),
        Bring(-120, "coordinator"),
        Refer(-118, "rector", "Klubben og BUP kan gi råd."),
        Ask(-117, "coordinator", "Hjelpe Ingrid å leke på andres måte."),
        Answer(-113, "coordinator", 0),
        Answer(-112, "coordinator", 1),
        ToTeam(-111, "coordinator"),
        Talked(-105, "coordinator", "family_meeting", "God stemning. Ingrid spilte fele.",
               who="Ingrid, mor og far"),
        Plan(-104, "agent", "Ingrid blir med på andres lek", "Sosial gruppe, åtte ganger",
             until=-45,
             who="agent"),
        Plan(-104, "bup", "Voksne vet hva som hjelper", "Veiledning av lærer, tre ganger",
             until=-50,
             who="bup", at="bup", topic=HEALTH),
        Decide(-103, "rector", "Sosial gruppe og veiledning.", evaluate=-26),
        *weekly("agent", 0, -55, "~~++~+"),
        *weekly("bup", 1, -60, "+~+"),
        StartEvaluation(-25, "coordinator"),
    ),
)  # fmt: skip

THEO = Story(
    "Theo", "Fabelhaug", "maltrosten", "5A", Step.MEASURES,
    (Parent("Nina Fabelhaug", relation=Relation.FOSTER_PARENT), Parent("Kjell Modellmo")),
    (
        Raise(
            -90, "5A", HEALTH,
            strengths="Theo er varm og gir gode klemmer.",
            seen="Theo blir overveldet av lyd. Han holder seg for ørene og gråter.",
            where="Kantina og musikktimen",
            since="Lenge",
            child="Han vil ha hodetelefoner som ingen ser.",
            home="Begge foresatte er enige om utredning.",
        ),
        Accept(-88, "coordinator"),
        Bring(-75, "coordinator"),
        Refer(-73, "rector", "BUP er fast med hos oss og kan hjelpe."),
        Ask(-72, "coordinator", "Gjøre skoledagen rolig nok for Theo.",
            services=("health", "bup")),
        Answer(-68, "coordinator", 0),
        Answer(-66, "coordinator", 1),
        ToTeam(-65, "coordinator"),
        Talked(-58, "coordinator", "family_meeting", "Theo tegnet det stedet han liker best.",
               who="Theo og begge foresatte"),
        Plan(-57, "5A", "Theo har ro når han trenger det", "Stille rom og små hodetelefoner",
             until=12, who="5A", topic=HEALTH),
        Plan(-57, "bup", "Skolen vet hva Theo tåler", "Observasjon og råd til skolen", until=1,
             who="bup", at="bup", topic=HEALTH),
        Plan(-57, "nurse", "Familien har ett sted å ringe", "Telefontid annenhver uke", until=3,
             who="nurse", at="health", topic=HEALTH),
        Decide(-56, "rector", "Ro i dagen først. BUP gir råd.", evaluate=16, topic=HEALTH),
        *weekly("5A", 0, -5, "++~+", "", "Brukte rommet to ganger."),
        *weekly("bup", 1, -15, "~+"),
        Wrote(-1, "bup", "Rådene er klare. Jeg vil gå gjennom dem med læreren.", Audience.TEAM,
              HEALTH),
    ),
)  # fmt: skip

SAMIRA = Story(
    "Samira", "Mesali", "maltrosten", "7A", Step.AT_SCHOOL,
    (Parent("Fariba Mesali", language="persisk"), Parent("Reza Mesali", language="persisk")),
    (
        Raise(
            -51, "7A", LEARNING,
            strengths="Samira er samvittighetsfull og hjelper lærerne.",
            seen="Samira gråter når hun får mindre enn full pott.",
            where="Prøver",
            since="Et par måneder",
            child="Hun vil ikke skuffe noen.",
            home="Foreldrene vil ikke at hun skal ha det slik.",
        ),
        Accept(-47, "7A"),
        Plan(-46, "7A", "Samira tør å gjøre feil", "Øver på utkast uten karakter", until=-4,
             who="7A",
             topic=LEARNING),
        *weekly("7A", 0, -18, "~~+"),
    ),
    language="persisk",
)  # fmt: skip

OLIVER = Story(
    "Oliver", "Sagnvik", "maltrosten", "2A", Step.CONCERN,
    (Parent("Heidi Sagnvik"),),
    (
        Raise(
            -3, "milieu", LEISURE,
            strengths="Oliver er full av påfunn.",
            seen="Oliver er den siste som blir hentet på AKS. Han sitter med jakka på.",
            where="AKS",
            since="Tre uker",
            child="Han sier at han liker best når noen leser.",
        ),
    ),
)  # fmt: skip

FRIDA = Story(
    "Frida", "Oppdiktvoll", "maltrosten", "6A", Step.MEASURES,
    (Parent("Lise Oppdiktvoll"), Parent("Hans Oppdiktvoll", household=2)),
    (
        Raise(
            -85, "6A", FRIENDS,
            strengths="Frida er sprek og inkluderer de nye.",
            seen="Frida har mistet to venner etter en krangel på nett.",
            where="Friminuttene og på nett",
            since="Seks uker",
            child="Hun vil bare at det skal bli som før.",
            home="Foreldrene vil at det holdes unna helsejournal og familieforhold.",
        ),
        Accept(-83, "agent"),
        Bring(-70, "agent"),
        Refer(-68, "rector", "Klubben kan samle jentene."),
        Ask(-67, "coordinator", "Hjelpe Frida og vennene å finne tilbake."),
        Answer(-63, "coordinator", 0, barred=(HEALTH, HOME)),
        Answer(-62, "coordinator", 1, barred=(HEALTH,)),
        ToTeam(-61, "coordinator"),
        Talked(-56, "coordinator", "family_meeting", "Frida ville møte de to sammen med en voksen.",
               who="Frida og mor"),
        Plan(-55, "agent", "De tre kan være sammen", "Samtaler i gruppe", until=-12, who="agent"),
        Plan(-55, "club", "De har noe felles", "Planlegger kveld i klubben sammen", until=2,
             who="club", at="brygga", topic=LEISURE),
        Decide(-54, "rector", "Gruppe på skolen og felles oppdrag i klubben.", evaluate=7),
        *weekly("agent", 0, -20, "~~++"),
        *weekly("club", 1, -8, "++"),
    ),
)  # fmt: skip

ABDI = Story(
    "Abdi", "Tusaale", "maltrosten", "5A", Step.ELEVSAKSMOTE,
    (Parent("Fadumo Tusaale", language="somali"), Parent("Nuur Tusaale", language="somali")),
    (
        Raise(
            -28, "5A", LEARNING,
            strengths="Abdi er høflig og flink til å fortelle.",
            seen="Abdi får ikke gjort lekser. Han sier at det ikke er plass hjemme.",
            where="Lekser",
            since="Hele skoleåret",
            child="Han vil gjøre leksene på skolen.",
            home="Foreldrene sier ja til leksehjelp. De er sju på tre rom.",
        ),
        Accept(-26, "coordinator"),
        Plan(-25, "coordinator", "Abdi rekker leksene", "Plass på leksehjelpen", until=8, who="5A",
             topic=LEARNING),
        *weekly("5A", 0, -6, "+++"),
        Bring(-5, "coordinator"),
    ),
    language="somali",
)  # fmt: skip

LIVE = Story(
    "Live", "Eventyrdal", "maltrosten", "4A", Step.CLOSED,
    (Parent("Astrid Eventyrdal"),),
    (
        Raise(
            -160, "4A", FRIENDS,
            strengths="Live er modig og elsker å opptre.",
            seen="Live vil ikke være med i grupper etter at bestevennen flyttet.",
            where="Gruppearbeid",
            since="Fire uker",
            child="Hun savner henne.",
            home="Mor vil gjerne invitere flere hjem.",
        ),
        Accept(-158, "coordinator"),
        Plan(-157, "4A", "Live har en ny gruppe", "Teatergruppe i storefri", until=-120, who="4A"),
        *weekly("4A", 0, -130, "~+++"),
        Bring(-128, "coordinator"),
        Evaluate(-126, "coordinator", "Live har to nye venner.", child="Vi skal ha forestilling.",
                 home="Det er fullt hus hos oss."),
        CloseAtSchool(-125, "rector", "Det går fint nå."),
    ),
)  # fmt: skip

MATHIAS = Story(
    "Mathias", "Liksomnes", "maltrosten", "7A", Step.INNSATSTEAM,
    (Parent("Unni Liksomnes"), Parent("Roar Liksomnes", household=2)),
    (
        Raise(
            -66, "agent", LEISURE,
            strengths="Mathias er beskyttende og har mange venner.",
            seen="Mathias er mye sammen med eldre gutter ved butikken, til seint.",
            where="Nærmiljøet",
            since="To måneder",
            child="Han sier at de er venner av fetteren.",
            home="Begge foreldrene er urolige og ønsker hjelp.",
        ),
        Accept(-64, "coordinator"),
        Bring(-52, "coordinator"),
        Refer(-50, "rector", "Det skjer ute. Vi trenger klubben og barnevernets mottak."),
        Ask(-49, "coordinator", "Gi Mathias noe bedre å være med på."),
        Answer(-46, "coordinator", 0),
        Answer(-45, "coordinator", 1, AnswerKind.YES_SOME, but=("bup",)),
        ToTeam(-44, "coordinator"),
        Talked(-12, "coordinator", "family_meeting", "Mathias vil reparere mopeder.",
               who="Mathias, mor og far"),
        Plan(-11, "intake", "Familien vet hva som finnes av hjelp", "Informasjonsmøte", until=4,
             who="intake", at="child_welfare", topic=HOME),
        Plan(-11, "club", "Mathias har et sted å være", "Verksted på fredager", until=13,
             who="club",
             at="brygga", topic=LEISURE),
    ),
)  # fmt: skip

STORIES = (INGRID, THEO, SAMIRA, OLIVER, FRIDA, ABDI, LIVE, MATHIAS)
