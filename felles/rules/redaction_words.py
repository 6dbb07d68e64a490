"""Word lists of the writer's aid (:mod:`felles.rules.redaction`). The same for everybody.

Written by hand, far from complete, and no register: nothing here comes from any school's roster,
so that a mark which rests on this page tells nobody who goes where.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Names that are everyday words too: they count only with a capital letter.
WORDS_TOO = _words(
    """
    alle ask be ben bo dag er even fri gry gull hell i jo klang leif lin liv may mi min moa my nå
    per ravn rose si sol stein stig storm tale tim to tor ulv via vide vår
    """
)

# Parts of names that say nothing by themselves.
PARTICLES = _words(
    """
    abu af al av bin bint da de del della den der di dos du e el i ibn la le og ten ter van von y
    """
)

# Common given names in Norwegian classes and at home, in any spelling that folds to these.
COMMON_NAMES = _words(
    """
    aaliyah abdi abdirahman abdul abdullah abdullahi ada adam adele adina adrian agnes agnieszka
    ahmad ahmed ahmet aida aisha aksel albert aleksander aleksandra alex alexander alexandra
    alfred ali alice alicja alina alma alva alvin amal amalie amanda ameen amina amir amira amund
    anastasia anders andre andrea andreas andrei andrzej ane angelica anita anja ann anna anne
    anniken antek anton antoni are arman arne arvid asha aslak asma astrid august aurora axel
    ayaan ayan aylin ayse barbara bartosz bashir beate ben bendik benjamin bent berit birgitte
    birk bjarne bjørn bo brage bruno børge camilla carina carl caroline casper cathrine cecilie
    celine charlotte christian christina christoffer conrad cornelia dag dalia dani daniel daniela
    dariusz david dawit denis dennis diana dina dmytro dominik dorota ebba eden edvard egil eileen
    einar eirik eivind ela elena eli elias elin eline elisa elisabeth elise elizabeta ella ellen
    ellie ellinor elliot elsa elvira embla emelie emil emilia emilie emily emir emma emmanuel emre
    endre erik erika erlend erling ermias espen esra ester eva even ewa ezra fabian fadumo faisal
    falk farah fardowsa farhan fatima fatimah fatma fatuma felix ferdinand filip filippa finn
    fiona frank fredrik freya frida frode gabriel gabriela geir gina grete gro grzegorz gunnar
    guro gustav hakim hala halima halvor hamza hana hanan hanna hannah hanne hans harald haris
    hasan hassan hauk hedda hege heidi helena helene helge helin helle henning henriette henrik
    henry herman hermine hilda hilde hoda hodan huda hugo hussein håkon håvard iben ibrahim ida
    idil idris ifrah iga igor ikram ilham ilse iman ina ines inga inge ingeborg inger ingrid
    ingvild irene irina iris isa isabel isabella isak ismail ivan ivar iver iwona jacob jakob
    jakub jama james jamila jan jana janne jaran jasmin jasmina jenny jens jesper joakim joanna
    johan johanna johanne johannes john johnny jon jonas jonatan jonathan jone jonny jorunn josef
    josefine joseph julia julian julie jun june jørgen jørn kacper kaja kamil kamila karen kari
    karim karin karina karl karoline karsten kasper katarina katarzyna kate kateryna katrine
    kenneth khadija khadra khalid khan kim kine kinga kjell kjersti kjetil klara knut konrad
    kristian kristin kristina kristine kristoffer krzysztof kyrylo kåre laila lana lars lasse
    laura lea leah leander leandra leif leila lena lene leo leon leonora leyla liam lilja lilly
    lily lina linda line linn linnea linus lisa lisbeth lise liv live lotte louis louise lovise
    lucas lucia ludvig luis luka lukas luna lydia lykke mads magda magdalena magne magnus maha
    mahad mahdi mahmoud mai maia maja malak malin malwina mantas marcel marcin marcus maren
    margrethe mari maria mariam mariama marianne marie mariia marit marius mariusz mark markus
    marta marte marthe martin martine martyna maryam mateo mateusz mathea matheo mathias mathilde
    matilda matilde mats mattis maya mehdi mehmet melina melissa mette mia michael michal michelle
    mie mikael mikail mikal mila milan milena milla mille milo mina mira miriam mithra moa mohamed
    mohammad mohammed mona monica monika mons morten muhammad muna musa mustafa mykola nada nadia
    nahom naima najma naomi natalia natalie nathalie nathaniel nebil nelly nicholas nicolai
    nicolas nicoline niklas nikola nikolai nikoline nils nina noah noel nora nour nur oda odd odin
    ola olaf olav ole oleh oleksandr oleksii olena olga oliver olivia oliwia oliwier omar omer
    oscar oskar osman othilie otilie otto patrick patrycja patryk paul paula paulina paweł peder
    pernille peter petra petter pia piotr preben pål rafał ragna ragnhild rahel rahma ramin ramla
    randi rania ravn rayan rebecca rebekka reidun remi rikke robert robin roger rolf roman ronja
    roza ruben rune ruth ryan saad sabina sabrina sadia safa safiya sagal sahra said salah salma
    salman sam samira samson samuel sana sander sandra sanna sara sarah saron scott sebastian
    selam selin selma semhar serhii shukri sienna sigmund signe sigrid sigurd silje simen simon
    simran sina sindre siri siv snorre sofia sofie sofiia solveig sondre sonja sophia sophie
    steffen steinar stella stian stig stine storm sturla sumaya sunniva susanna susanne svein
    sverre synne synnøve szymon tale tara tarek tarjei tatiana teodor terje tesfay thea theo
    theodor therese thomas thor thorvald tia tilda tilde tim tina tiril tobias toby tom tomas
    tomasz tomine tommy tone tonje tor tora torbjørn tord tore torstein tove trine trond trude
    truls trym turid tuva tyra ulrik ulrikke una vanessa vebjørn vegard vera veronika vetle victor
    victoria vida vidar vide viggo viktor viktoria vilde vilja vilma vincent vivian volodymyr
    warsame wiktoria wilhelm wiliam william wilma wojciech yahya yahye yasin yasmin yasmina yasser
    yohannes yonas yonatan yosef younes yousef youssef yuliia yuri yusra yusuf zahra zainab
    zakaria zara zeynep zofia zuzanna åge ågot åsa åse åshild ødin øystein øyvind
    """
)

# Of the common names, those that are words as well: they too count only with a capital letter.
COMMON_WORDS_TOO = WORDS_TOO | _words(
    """
    andre are august falk finn hans hauk helle jun line linn live lykke mai mark mine mons odd ola
    ole said sina sol tone trym vera vida
    """
)

# Short forms that do not begin like the name; those that do need no list.
SHORT_FORMS: dict[str, tuple[str, ...]] = {
    "aleksander": ("sander", "sasha"),
    "alexander": ("sander", "sasha", "lex"),
    "aleksandra": ("sandra", "ola"),
    "alexandra": ("sandra",),
    "abdirahman": ("rahman",),
    "elisabeth": ("betty", "lisa", "lisbeth", "bettan"),
    "elizabeth": ("betty", "lisa", "beth"),
    "isabella": ("bella",),
    "katarzyna": ("kasia",),
    "kristoffer": ("stoffer",),
    "christoffer": ("stoffer",),
    "małgorzata": ("gosia",),
    "malgorzata": ("gosia",),
    "margrethe": ("grethe", "grete"),
    "mathilde": ("tilda", "tilde"),
    "matilde": ("tilda", "tilde"),
    "emilie": ("mille", "millie"),
    "muhammad": ("mo",),
    "mohammed": ("mo",),
    "mohamed": ("mo",),
    "nikolai": ("kolja",),
    "oleksandr": ("sasha",),
    "theodor": ("teddy",),
    "torbjørn": ("tobben",),
    "tobias": ("tobben",),
    "viktoria": ("vika",),
}

# Words that stand with a capital letter at the start of a sentence, and are no names.
ORDINARY = _words(
    """
    aks alle allerede alltid alt altså ansvar april at av avklar avslutt avtal bare barn barna
    barnet barnevernet be begge begynn beskriv bestem bidra bli blir bor bruk bup bydel bygg bytt
    både bør d da dag daglig de del den denne der dere deres deretter derfor dersom desember det
    dette disse dit drøft du dvs eksempel eksempelvis ektefelle elev eleven elevene elever
    elevsaksmøte en ene eneste engasjer enkelte enten er et etter etterpå evaluer eventuelt
    fagperson fall far faren fast faste fau februar felles finn fire flere flytt fokus folk for
    foran forbered foreldre foreldremøte foreldrene foresatte forklar forsiktig forslag forsøk
    fortell fortsett fra fram fredag friminutt fritid fritidsklubb frokost frukt fungerer fysak
    fysisk få fått følg før først gang ganger generelt gi gir gjenta gjerne gjør gjøre god gode
    godt greit gruppe gruppen gutt gutten gå går ha hadde han hans har hele hell helse
    helsesykepleier helst hennes henvis her hils hit hjelp hjemme hold hos hun husk hva hvem hver
    hverdag hvilke hvilken hvis hvor hvordan hvorfor hvorvidt hør høre i ikke in informer ingen
    inkluder inne innsatsteam innsatsteamet inntil inspirer inviter involver ja januar jeg jenta
    jente jenten jf jo juleferien juli juni kan kanskje kartlegg kjør klassa klasse klassen klokka
    kom komme kommer kommune konklusjon kontakt kort kun kunne kveld la lag lage legg lek
    leksehjelp leksene lekser les lett like litt lokk lytt lær lærer læreren lærerne løft lørdag
    mai man mandag mange mars matpakke med meld mellom men mens mer merk mest miljø min mine minst
    mitt mor mora moren motiver mye må målet måte møt møte møtet nav ned nei neste nettverk nevn
    noe noen norge norsk november ny nye nå når nærmere ofte og også ok oktober om omtrent onsdag
    opp oppfordre oppfølging oppmuntre oppsøk ordning organiser oslo oslohjelpa oss pause planen
    planlegg plukk ppt prat presenter prioriter prøv på påminn reflekter regelmessig ring ro rolig
    ros rutine råd rådet samarbeid samle samlet sammen samtale samtidig sats se sees seg selv
    selvsagt send senere september ser sett sfo si siden sist siste sitt sjekk skal skap skill
    skole skole-hjem skolen skriv skulle slik slipp slå små snakk snart som sommer sosialagent
    sosialagenten sosiallærer sosiallæreren spesielt spill språk spør start still store struktur
    styrk støtt svar så særlig søk søndag sørg søvn ta tema tenk ti tid tidlig tidligere til tilby
    tilpass tilrettelegg tiltak timeplan tips tirsdag to torsdag tre trekk tren tro tross trygg
    trygghet tydelig under unngå ut utarbeid ute uten utvid vanligvis var ved veien veiled vel
    venn venner vent vet vi viktig vil vinter vis viss voks voksen voksne vurder vurdering vår
    våre vårt vær være å åpent åpne år øk økt ønsk øv
    """
)

# What follows the one whom a sentence is about.
VERBS = _words(
    """
    begynner begynte ble blir bodde bor bruker burde bør deltar drar er faller fikk finner flyttet
    fortalte forteller får føler følger gikk gjorde gjør gleder gråt gråter går hadde har hater
    holder hører ikke kan klarer kom kommer kunne leker lekte ligger liker likte lurer lyver lærer
    løper mangler mener mistet må måtte møter nekter opplever prater prøver ringer ringte roper sa
    satt ser sier sitter skal skrev skriver skulle slet sliter slo slutter slår snakker snakket
    sover spiller spiser spurte spør starter sto står svarer trekker trenger trives trodde tror
    tør velger venter ventet vet vil ville virker ønsker
    """
)
# After a comma: more is said of the one just named.
AFTER_COMMA = _words("som ei en er har jenta gutten eleven moren faren")
# What belongs to somebody.
OWNED = _words(
    """
    bestefar bestemor bror brødre familie far faren foreldre foresatte kamerat klasse
    klassekamerater lærer mamma mor moren mødre onkel pappa situasjon skole søsken søster søstre
    tante telefon venn venner venninne venninner
    """
)
# How a common noun or a verbal noun ends; few given names do.
NOUN_ENDINGS = (
    "en", "et", "ene", "er", "ere", "erne", "ing", "inga", "het", "else", "sjon", "skap", "dom",
    "lag", "tid", "hjelp", "møte", "arbeid", "plan", "tilbud", "gruppe", "kontakt", "grad", "vis",
)  # fmt: skip
# After these the sentence goes on.
ABBREVIATIONS = _words("eks bl a ca dvs evt fl inkl jf kl m mht mv nr osv pga spes tlf ang hhv ift")
