"""What lists of references say round the fields, in some languages. Data of `drawn`, made up."""

from __future__ import annotations

from typing import NamedTuple


class Tongue(NamedTuple):
    """The words of reference lists in a language; those between bars are used by turns."""

    name: str
    also: str
    more: str
    inside: str
    volume: str
    issue: str
    pages: str
    months: str
    accessed: str
    available: str
    editors: str
    edition: str


_JAN = "January February March April May June July August September October November December"
TONGUES = (
    Tongue(
        "en", "and|&", "et al|et al.|et al.,|and others|& others|and colleagues|et. al.", "In|In:|in:",  # noqa: E501
        "vol. |vol |Vol. |Vol |Volume |v. |", "no. |no |No. |Issue |issue |iss. |n. |",
        "pp. |pp |p. |Pages |pages |pg. |pp.|", _JAN,
        "Accessed |Accessed on |Retrieved |Retrieved on |accessed |[cited |Viewed |Last accessed: "
        "|Accessed: |Date accessed: |Last visited |Last edited |Archived from the original on "
        "|Last reviewed |Page last reviewed: |(accessed |Retrieved: ",
        "Available from: |Available at: |Retrieved from |Available: |URL: |From: |Online at "
        "|Available online: |Available at |[Online]. Available: |",
        "editors|eds.|editor|ed.|Eds.|(Eds.)|(eds.)|(ed.)|(editors)",
        "2nd ed.|3rd ed.|4th edition|5th ed|(2nd ed.)|Rev. ed.|10th ed.",
    ),
    Tongue(
        "de", "und|u.|&", "u. a.|et al.|u.a.|et al", "In:|in:", "Bd. |Jg. |Band |", "H. |Heft |Nr. |",  # noqa: E501
        "S. |S.|Seite |", "Januar Februar März April Mai Juni Juli August September Oktober November "  # noqa: E501
        "Dezember", "abgerufen am |(abgerufen am |Zugriff am |Stand: |aufgerufen am |letzter Zugriff ",  # noqa: E501
        "Verfügbar unter: |Online unter |URL: |", "(Hrsg.)|Hrsg.|(Hg.)|Hg.", "2. Aufl.|3. Auflage|5., überarb. Aufl.",  # noqa: E501
    ),
    Tongue(
        "fr", "et|&", "et al.|et coll.|et al", "Dans :|In:|Dans", "vol. |Vol. |t. |tome |", "n° |no |no. |n°|",  # noqa: E501
        "p. |pp. |p.|", "janvier février mars avril mai juin juillet août septembre octobre novembre "  # noqa: E501
        "décembre", "consulté le |(consulté le |[consulté le |Page consultée le ",
        "Disponible sur : |Disponible sur: |Disponible à |", "(dir.)|éd.|(éds)|dir.", "2e éd.|3e édition",  # noqa: E501
    ),
    Tongue(
        "es", "y|e|&", "et al.|y cols.|y col.|y otros|y cols", "En:|En", "vol. |Vol. |", "núm. |no. |n.º |nº |",  # noqa: E501
        "pp. |p. |págs. |", "enero febrero marzo abril mayo junio julio agosto septiembre octubre "
        "noviembre diciembre", "[Consultado |[citado |Consultado el |(consultado el |Recuperado el "
        "|Consultado: ", "Disponible en: |Recuperado de |Disponible en |", "(Ed.)|editores|(Eds.)|(coord.)",  # noqa: E501
        "2ª ed.|3.ª ed.|4a ed.",
    ),
    Tongue(
        "pt", "e|&", "et al.|e cols.|e colaboradores", "In:|Em:", "v. |vol. |", "n. |nº |no. |", "p. |pp. |",  # noqa: E501
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "[acesso em |Acesso em: |[citado |acessado em ", "Disponível em: |Disponível em |",
        "(org.)|(Orgs.)|editores", "2. ed.|3ª ed.",
    ),
    Tongue(
        "it", "e|&", "et al.|e coll.|e altri", "In:|in:|In", "vol. |Vol. |", "n. |n° |fasc. |", "pp. |p. |",  # noqa: E501
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",  # noqa: E501
        "consultato il |(consultato il |ultimo accesso ", "Disponibile su: |Disponibile all'indirizzo ",  # noqa: E501
        "(a cura di)|a cura di|(Ed.)", "2a ed.|III edizione",
    ),
    Tongue(
        "nl", "en|&", "e.a.|et al.", "In:|In", "jrg. |vol. |", "nr. |no. |", "p. |blz. |pp. |",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "geraadpleegd op |(geraadpleegd |Geraadpleegd ", "Beschikbaar via |Beschikbaar op: ",
        "(red.)|(Red.)|red.", "2e druk|3e ed.",
    ),
    Tongue(
        "da", "og|&|og", "m.fl.|et al.|m. fl.|og medarb.", "I:|i:", "bind |årg. |vol. |", "nr. |nr |no. |",  # noqa: E501
        "s. |side |s.|", "januar februar marts april maj juni juli august september oktober november "  # noqa: E501
        "december", "besøgt |(besøgt |[citeret |Lokaliseret |set ", "Tilgængelig på: |Hentet fra |",
        "(red.)|red.|(Red.)", "2. udg.|3. udgave",
    ),
    Tongue(
        "sv", "och|&", "m.fl.|et al.", "I:|I", "vol. |årg. |", "nr |nr. |", "s. |ss. |",
        "januari februari mars april maj juni juli augusti september oktober november december",
        "hämtad |(hämtad |Hämtad ", "Tillgänglig: |Hämtad från ", "(red.)|(Red.)", "2. uppl.|3:e uppl.",  # noqa: E501
    ),
    Tongue(
        "pl", "i|oraz", "i in.|i wsp.|et al.", "W:|w:", "t. |T. |vol. |", "nr |z. |nr. |", "s. |str. |",  # noqa: E501
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada "  # noqa: E501
        "grudnia", "dostęp: |[dostęp |(dostęp: ", "Dostępne na: |", "(red.)|red.", "wyd. 2|wyd. III",  # noqa: E501
    ),
    Tongue(
        "ru", "и", "и др.|и соавт.|[и др.]", "// |В кн.: |В: ", "Т. |т. |Т.|", "№ |№|Вып. |вып. |",
        "С. |с. |C. |С.|", "января февраля марта апреля мая июня июля августа сентября октября ноября "  # noqa: E501
        "декабря", "(дата обращения: |дата обращения |[дата обращения ", "URL: |Режим доступа: |",
        "под ред. |(ред.)|ред.", "2-е изд.|3-е изд., перераб.",
    ),
    Tongue(
        "tr", "ve", "ve ark.|ve diğ.|et al.", "İçinde:|In:", "Cilt |C. |", "Sayı |S. |", "s. |ss. |",  # noqa: E501
        "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
        "Erişim tarihi: |(Erişim tarihi: ", "Erişim adresi: |Erişim: ", "(Ed.)|(Editör)", "2. baskı|3. bs.",  # noqa: E501
    ),
)  # fmt: skip

GIVEN = [
    "Alice",
    "Amara",
    "Anders",
    "Anna",
    "Bashir",
    "Beatriz",
    "Birgit",
    "Boris",
    "Carlos",
    "Cecilia",
    "Chen",
    "Daniel",
    "Deepa",
    "Elena",
    "Emeka",
    "Emma",
    "Erik",
    "Fatima",
    "Felix",
    "Fiona",
    "Gabriel",
    "Grace",
    "Hannah",
    "Hassan",
    "Helen",
    "Hiro",
    "Ian",
    "Ines",
    "Irina",
    "Isaac",
    "Ivan",
    "Jack",
    "Jane",
    "Jesper",
    "João",
    "Jorge",
    "Julia",
    "Karen",
    "Kenji",
    "Kofi",
    "Lara",
    "Laura",
    "Leo",
    "Lucia",
    "Maria",
    "Mark",
    "Martin",
    "Mei",
    "Michael",
    "Nadia",
    "Nina",
    "Noah",
    "Olga",
    "Omar",
    "Otto",
    "Paula",
    "Pedro",
    "Priya",
    "Rafael",
    "Rosa",
    "Ruth",
    "Samuel",
    "Sara",
    "Sofia",
    "Stefan",
    "Tariq",
    "Tomas",
    "Vera",
    "Victor",
    "Wei",
    "William",
    "Xavier",
    "Yara",
    "Yuki",
    "Zoe",
]

SITES = [
    "World Health Organization",
    "Mayo Clinic",
    "National Health Service",
    "Cleveland Clinic",
    "Healthline",
    "WebMD",
    "Centers for Disease Control and Prevention",
    "MedlinePlus",
    "Sleep Foundation",
    "Medical News Today",
    "Arthritis Foundation",
    "American Heart Association",
    "National Institutes of Health",
    "Harvard Health",
    "Food and Drug Administration",
    "U.S. National Library of Medicine",
    "Department of Health",
    "European Food Safety Authority",
    "Wikipedia",
    "Examine.com",
    "The Guardian",
    "BBC News",
    "The Daily Mail",
    "Johns Hopkins Medicine",
    "Northland Health Agency",
    "Westmark Bone Society",
    "National Sun Council",
]

SERVERS = ("medRxiv", "bioRxiv", "Research Square", "SSRN", "PsyArXiv", "Preprints", "arXiv")

BODIES = [
    "World Health Organization",
    "American Diabetes Association",
    "National Cancer Institute",
    "WHO",
    "CDC",
    "NICE",
    "{} Study Group",
    "{} Collaborators",
    "{} Collaborative Group",
    "The {} Investigators",
    "Ministry of Health",
    "{} Working Group",
    "U.S. Department of Health and Human Services",
    "Institute of Medicine",
    "The {} Trial Group",
    "GBD {} Collaborators",
    "GBD 2019 {} Collaborators",
    "International {} Consortium",
    "{} Society of Medicine",
    "Royal College of Physicians",
    "Task Force on {}",
    "National {} Foundation",
    "{} Research Network",
    "American Academy of {}",
    "European Society of {}",
    "Committee on {}",
    "{}-Institut",
    "Gesellschaft für {}",
    "Ministerio de Salud",
    "Sociedad Española de {}",
    "Société Française de {}",
    "Bundesamt für {}",
    "Sundhedsstyrelsen",
    "Folkehelseinstituttet",
    "Instituto Nacional de {}",
    "Министерство здравоохранения",
    "Food and Agriculture Organization",
    "Cochrane {} Group",
    "ACCORD Study Group",
    "SPRINT Research Group",
]

PUBLISHERS = [
    "Oxford University Press",
    "Elsevier",
    "Springer",
    "Wiley",
    "Academic Press",
    "Routledge",
    "Elm Press",
    "Harbour Press",
    "Cambridge University Press",
    "McGraw-Hill",
    "Lippincott Williams & Wilkins",
    "National Academies Press",
    "Thieme",
    "Karger",
    "WHO",
    "MIT Press",
    "Saunders",
    "Mosby",
    "Penguin",
    "Northfield University",
    "Harvard University Press",
    "U.S. Government Printing Office",
    "Sage",
    "CRC Press",
    "Медицина",
    "Наука",
    "Masson",
    "Panamericana",
]

PLACES = [
    "New York",
    "London",
    "Oxford",
    "Cambridge, MA",
    "Berlin",
    "Philadelphia (PA)",
    "Geneva",
    "Boston",
    "Washington, DC",
    "Paris",
    "Madrid",
    "København",
    "Stockholm",
    "Amsterdam",
    "М.",
    "СПб.",
    "Москва",
    "Chicago",
    "Basel",
    "Toronto",
    "Bethesda (MD)",
]

NEWSPAPERS = [
    "The Daily Ledger",
    "New York Times",
    "The Guardian",
    "The Washington Post",
    "Le Monde",
    "Die Zeit",
    "The Times",
    "El País",
    "Time",
    "BBC News",
    "The Atlantic",
    "Scientific American",
    "New Scientist",
    "Bone Blog",
    "Psychology Today",
]

HAN_NAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗山田中村佐藤"
HAN_JOURNALS = [
    "中华心血管病杂志",
    "营养学报",
    "中国公共卫生",
    "心理学报",
    "医学研究",
    "中华医学杂志",
    "北京大学学报",
    "临床内科杂志",
    "睡眠医学",
    "护理研究",
    "日本医事新報",
    "栄養学雑誌",
    "中国全科医学",
]
HAN_PLACES = (("北京", "人民卫生出版社"), ("上海", "科学技术出版社"), ("东京", "医学书院"))
HAN_TITLE = "睡眠血压研究分析影响关系儿童老年患者治疗效果心脏钙锌铁维生素饮食运动健康调查的与和对中国成人高糖尿病临床观察"  # noqa: E501
CYRILLIC = dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопкрстуввкыз", strict=True))
ACCENTS = {"a": "áäâãåą", "e": "éèêëęě", "i": "íîïı", "o": "óöôõøő", "u": "úüûů", "c": "çčć",
           "n": "ñń", "s": "šşś", "z": "žż", "l": "ł", "g": "ğ"}  # fmt: skip
