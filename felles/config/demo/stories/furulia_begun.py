"""Furulia skole: cases that have begun, or wait for the guardians."""

from __future__ import annotations

from felles.config.demo.events import (
    ABSENCE,
    FRIENDS,
    HOME,
    LEARNING,
    LEISURE,
    Accept,
    Answer,
    Ask,
    Bring,
    Duty,
    LetRead,
    NewParent,
    OwnAnswer,
    Parent,
    Plan,
    Raise,
    Read,
    Refer,
    Stay,
    Story,
    Talked,
    Voice,
    Writes,
    Wrote,
    weekly,
)
from felles.rules.case_flow import Step
from felles.rules.consent import AnswerKind, Channel
from felles.rules.families import MessageKind
from felles.rules.people import Relation
from felles.rules.roles import Audience

NORA = Story(
    "Nora", "Tenkthaug", "furulia", "6B", Step.CONCERN,
    (Parent("Line Tenkthaug"), Parent("Rune Tenkthaug")),
    (
        Raise(
            -1, "teacher", FRIENDS,
            strengths="Nora er nysgjerrig og hjelper andre med tegningene deres.",
            seen="Nora har byttet plass fire ganger. Hun vil helst sitte alene ved vinduet.",
            where="Kunst og håndverk",
            since="De siste to ukene",
            tried="Jeg har spurt om hun vil sitte ved en venn. Hun svarte at det er best sånn.",
            child="Hun sa at det er mye lyd ved bordet. Hun ville ikke si mer nå.",
        ),
    ),
)  # fmt: skip

EMIL = Story(
    "Emil", "Oppfunnlien", "furulia", "7A", Step.CONCERN,
    (Parent("Trude Oppfunnlien"), Parent("Svein Oppfunnlien", household=2)),
    (
        Raise(
            -17, "7A", ABSENCE,
            strengths="Emil er flink i matte og forklarer godt til andre.",
            seen="Emil har kommet for seint ni ganger på fire uker. Han sier at bussen er full.",
            where="Første time",
            since="Den siste måneden",
            child="Han synes det er flaut å komme inn når alle ser på ham.",
        ),
    ),
)  # fmt: skip

MIKKEL = Story(
    "Mikkel", "Fantasirud", "furulia", "2A", Step.CONCERN,
    (Parent("Gro Fantasirud"),),
    (
        Raise(
            -5, "2A", HOME,
            strengths="Mikkel er omsorgsfull med de yngste og elsker å bygge.",
            seen="Mikkel er ofte sulten når han kommer. Han gjemmer halve matpakken til seinere.",
            where="Frokost og matpause",
            since="Noen uker",
            tried="Vi har frukt i klassen hver morgen.",
            not_home="Jeg har spurt sosiallæreren om råd først.",
        ),
        Duty(-5, "2A", "child_welfare"),
    ),
)  # fmt: skip

ALI = Story(
    "Ali", "Misaali", "furulia", "5A", Step.AT_SCHOOL,
    (
        Parent("Bushra Misaali", language="urdu", interpreter=True),
        Parent("Imran Misaali", language="urdu"),
    ),
    (
        Raise(
            -33, "5A", LEARNING,
            strengths="Ali er rask i hoderegning. Han ler mye og er godt likt.",
            seen="Ali leser lite og blir fort sliten. Han later som om han følger med.",
            where="Norsktimene",
            since="Siden han begynte i femte klasse",
            tried="Han har fått kortere tekster.",
            child="Han vil lese bedre. Han liker ikke å lese høyt når andre hører på.",
            home="Mor har merket det samme hjemme. Hun vil gjerne ha bøker med lyd.",
        ),
        Accept(-30, "coordinator"),
        LetRead(-29, "coordinator", "teacher", "Har Ali i kunst og håndverk og i lesegruppa."),
        Plan(-28, "coordinator", "Ali leser en bok han liker", "Lesegruppe to ganger i uka",
             until=1, who="teacher", topic=LEARNING),
        Plan(-28, "5A", "Ali tør å lese høyt for én", "Leser for lærer ti minutter hver fredag",
             until=6, who="5A", topic=LEARNING),
        *weekly("teacher", 0, -6, "~++", "Litt sjenert.", "Valgte bok selv.",
                "Leste et helt kapittel."),
        *weekly("5A", 1, -3, "~+"),
        Talked(-10, "5A", "positive_call", "Far ble glad. Ali har vist boka hjemme.",
               who="Imran Misaali"),
    ),
    language="urdu",
)  # fmt: skip

YUSUF = Story(
    "Yusuf", "Mithali", "furulia", "6A", Step.AT_SCHOOL,
    (
        Parent("Rania Mithali", language="arabisk", interpreter=True),
        Parent("Karim Mithali", language="arabisk"),
    ),
    (
        Raise(
            -75, "6A", FRIENDS,
            strengths="Yusuf er en god keeper og heier på laget.",
            seen="Yusuf blir fort sint når noe ikke blir som han tenkte. Han går ut av timen.",
            where="Klasserommet og fotballbanen",
            since="Et par måneder",
            child="Han sier at han trenger å gå ut før han sier noe dumt.",
            home="Foreldrene kjenner det igjen. De vil at skolen skal prøve mer.",
        ),
        Accept(-72, "coordinator"),
        LetRead(-71, "coordinator", "milieu", "Er den faste voksne i gangen."),
        Plan(-70, "coordinator", "Yusuf har en vei ut når det koker",
             "Pausekort og fast voksen i gangen", until=-30, who="milieu"),
        *weekly("milieu", 0, -49, "~~-", "Brukte kortet to ganger.", "", "Ville ikke ut."),
        Bring(-48, "coordinator"),
        Refer(-47, "rector", "Skolen trenger råd fra flere. Vi spør foreldrene."),
        Ask(-46, "coordinator", "Finne ut hva som hjelper Yusuf å roe seg."),
        Answer(-45, "coordinator", 1, channel=Channel.ORAL),
        Answer(-44, "coordinator", 0, AnswerKind.NO, channel=Channel.ORAL,
               interpreter="Tolketjenesten",
               note="Mor vil at skolen prøver mer først."),
        Stay(-43, "coordinator", "Mor sa nei. Yusuf får hjelp på skolen."),
        Plan(-42, "coordinator", "Yusuf har noe å glede seg til",
             "Hjelpetrener for småtrinnet i gymsalen", until=5, who="coordinator"),
        *weekly("coordinator", 1, -7, "~+++", "", "Kom tidlig.", "Fikk ros av de små."),
    ),
    language="arabisk",
)  # fmt: skip

HODAN = Story(
    "Hodan", "Tusaale", "furulia", "6B", Step.ELEVSAKSMOTE,
    (Parent("Sahra Tusaale", language="somali", interpreter=True),),
    (
        Raise(
            -24, "6B", FRIENDS,
            strengths="Hodan skriver gode fortellinger og synger høyt.",
            seen="Hodan er blitt stille. Hun står ved døra i friminuttet og venter på å gå inn.",
            where="Friminuttene",
            since="Tre uker",
            tried="Jeg har satt henne på gruppe med to hun kjenner.",
            child="Hun sier at det er en gruppechat hun ikke er med i lenger.",
            home="Mor visste ikke om chatten. Hun vil ha et møte.",
        ),
        Accept(-22, "coordinator"),
        Raise(
            -15, "agent", FRIENDS,
            strengths="Hun kommer alltid bort og sier hei.",
            seen="Hodan gikk hjem midt i aktiviteten. To andre lo da hun gikk.",
            where="Skolegården etter skoletid",
            since="Forrige uke",
            tried="Jeg snakket med de to. De sa at det ikke var meningen.",
        ),
        Plan(-14, "coordinator", "Hodan har noen å gå ut med", "Læringsvenn, også i friminuttet",
             until=2, who="6B"),
        *weekly("6B", 0, -5, "~+", "Gikk ut sammen to dager."),
        Voice(-12, "agent", "Jeg vil bare at de skal si hei som før.",
              good="Å skrive sammen med Selma.", wish="At noen er med meg ut i friminuttet.",
              safe_with="Mina og læreren min",
              not_to_share="Hvem som startet chatten."),
        Wrote(-11, "coordinator", "Snakket med klassen om gruppechatter, uten å nevne noen.",
              Audience.SCHOOL),
        Bring(-4, "coordinator"),
        Read(-1, "rector"),
    ),
    language="somali",
)  # fmt: skip

JONAS = Story(
    "Jonas", "Liksomrud", "furulia", "6A", Step.CONSENT,
    (Parent("Mette Liksomrud"), Parent("Frode Påfunnstad", household=2)),
    (
        Raise(
            -60, "6A", ABSENCE,
            strengths="Jonas kan alt om tog og forklarer gjerne.",
            seen="Jonas har hatt ni fraværsdager. Det er flest dager etter helger hos far.",
            where="Hele dagen",
            since="To måneder",
            child="Han sover dårlig når han bytter hjem. Han vil ha samme leggetid begge steder.",
            home="Mor er bekymret. Far er snakket med for seg, og er enig i at noe må gjøres.",
        ),
        Accept(-57, "coordinator"),
        Plan(-56, "6A", "Jonas er på skolen hele uka", "Blir møtt ved porten mandag og tirsdag",
             until=4, who="agent", topic=ABSENCE),
        *weekly("agent", 0, -8, "+~++", "Kom begge dager.", "Borte mandag.", "Fortalte om toget."),
        Bring(-30, "coordinator"),
        Refer(-20, "rector",
              "Begge hjem må være med. Vi vil ha råd fra Oslohjelpa og helsesykepleier."),
        Ask(-16, "coordinator", "Hjelpe Jonas å komme seg på skolen fra begge hjem."),
        OwnAnswer(-12, "coordinator", 0),
        Writes(-11, "coordinator", 0, MessageKind.WISH,
               "Vi vil gjerne at Jonas får gå til skolen sammen med noen.",
               answer="Det tar vi med i møtet. Takk for at du skriver."),
        Talked(-6, "coordinator", "guardians", "Far har fått skjemaet på nytt. Han vil tenke.",
               who="Frode Påfunnstad"),
        Writes(-2, "coordinator", 1, MessageKind.CALL, "Etter klokka fire."),
    ),
)  # fmt: skip

FILIP = Story(
    "Filip", "Eksempelsen", "furulia", "3A", Step.CONSENT,
    (Parent("Ida Eksempelsen"), Parent("Lars Eksempelsen")),
    (
        Raise(
            -40, "3A", LEARNING,
            strengths="Filip finner på leker som alle vil være med på.",
            seen="Filip får ikke med seg beskjeder. Han ser på de andre før han begynner.",
            where="Klasserommet",
            since="Hele tredje klasse",
            tried="Han sitter foran, og jeg sier navnet hans først.",
            child="Han sier at det er vanskelig å høre når mange snakker.",
            home="Foreldrene lurer på hørselen. De har ikke fått sjekket den ennå.",
        ),
        Accept(-38, "coordinator"),
        Plan(-37, "3A", "Filip får med seg beskjeder", "Beskjeder med bilder og én om gangen",
             until=3, who="3A", topic=LEARNING),
        *weekly("3A", 0, -9, "~~+"),
        Bring(-12, "3A"),
        Refer(-1, "rector", "Vi trenger helsesykepleier. Foreldrene er positive og blir spurt."),
    ),
)  # fmt: skip

LAYLA = Story(
    "Layla", "Mesali", "furulia", "5B", Step.CONSENT,
    (Parent("Parisa Mesali", language="persisk"),),
    (
        Raise(
            -47, "5B", LEISURE,
            strengths="Layla er rask og modig, og god på turn.",
            seen="Layla har ikke noe å gjøre etter skolen. Hun blir i garderoben til vi låser.",
            where="Etter siste time",
            since="En god stund",
            child="Hun vil begynne på noe, men vet ikke om hun får lov.",
            home="Mor jobber kveld. Hun vil gjerne at Layla blir med på noe.",
        ),
        Accept(-45, "agent"),
        Plan(-44, "agent", "Layla har et sted å være", "Blir med på jentegruppe etter skolen",
             until=9, who="agent", topic=LEISURE),
        *weekly("agent", 0, -5, "+++", "Var med hele økta.", "Tok med en venn."),
        Bring(-21, "agent"),
        Refer(-14, "rector", "Klubben og Oslohjelpa kan hjelpe med plass og utgifter."),
        Ask(-11, "coordinator", "Gi Layla en plass i klubben og hjelp med utgifter.",
            services=("loftet", "oslohjelpa")),
        Answer(-9, "coordinator", 0, channel=Channel.ORAL),
        NewParent(-2, "coordinator", Parent("Daryush Mesali", None, Relation.PARENT, "persisk",
                                            household=2)),
    ),
    language="persisk",
)  # fmt: skip

STORIES = (NORA, EMIL, MIKKEL, ALI, YUSUF, HODAN, JONAS, FILIP, LAYLA)
