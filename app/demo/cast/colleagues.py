"""The organisations and workers of the demonstration, and the requests that partners receive."""

from dataclasses import dataclass, field

from app.accounts.models import Role
from app.shop.partners.models import Office

SHOP_NAME, SHOP_PLACE = "De Amazone", "Overvecht"
PASSWORD = "koffie met een praatje"  # noqa: S105  of the demonstration only; printed when it starts


@dataclass(frozen=True)
class Colleague:
    """A worker of the demonstration, with one role in the shop."""

    login: str
    name: str
    organisation: str
    role: Role


@dataclass(frozen=True)
class SignIn:
    """A login to try the demonstration with."""

    login: str
    password: str
    name: str
    role: Role
    organisation: str


_FRONT, _PARTNER = Role.FRONT_OFFICE, Role.PARTNER
COLLEAGUES = (
    Colleague("samira", "Samira Bouzid", "Leerwerkloket", _FRONT),
    Colleague("hanna", "Hanna de Groot", "Werk en Inkomen", Role.HOST),
    Colleague("fatima", "Fatima Amrani", "DOCK", _PARTNER),
    Colleague("karim", "Karim Aydin", "Pozitive", _PARTNER),
    Colleague("carla", "Carla Post", "Werk en Inkomen", Role.COORDINATOR),
    Colleague("marleen", "Marleen Kok", "Werk en Inkomen", Role.MANAGER),
    Colleague("anton", "Anton Smit", "Werk en Inkomen", Role.ADMINISTRATOR),
    Colleague("petra", "Petra Vos", "Werk en Inkomen", Role.PRIVACY_OFFICER),
    Colleague("joost", "Joost Visser", "UWV", _FRONT),
    Colleague("naima", "Naima el Fassi", "UWV", _FRONT),
    Colleague("mila", "Mila Hendriks", "Werk en Inkomen", _FRONT),
    Colleague("yusuf", "Yusuf Demirel", "Werk en Inkomen", _FRONT),
    Colleague("bram", "Bram Terpstra", "Leerwerkloket", _FRONT),
    Colleague("dirk", "Dirk Bos", "DOCK", _PARTNER),
    Colleague("selin", "Selin Arslan", "Pozitive", _PARTNER),
    Colleague("loes", "Loes van Dijk", "Buurtteam Sociaal", _PARTNER),
    Colleague("omar", "Omar Haddad", "Buurtteam Sociaal", _PARTNER),
    Colleague("anouk", "Anouk Peeters", "Buurtteam Jeugd en Gezin", _PARTNER),
    Colleague("theo", "Theo Wiersma", "Vrijwilligerscentrale Utrecht", _PARTNER),
    Colleague("nadia", "Nadia Verhoeven", "De Geldzaak (U-centraal)", _PARTNER),
    Colleague("rachid", "Rachid Azouagh", "Focus op Overvecht", _PARTNER),
    Colleague("ruben", "Ruben Silva", "Jongerenwerk Utrecht", _PARTNER),
    Colleague("ingrid", "Ingrid Maas", "Taal Doet Meer", _PARTNER),
    Colleague("priya", "Priya Ramcharan", "DOK030", _PARTNER),
    Colleague("wim", "Wim Kuiper", "Project O", _PARTNER),
)
SPOKEN_LANGUAGES = {
    "samira": "Nederlands, Arabisch, Berbers",
    "joost": "Nederlands, Engels",
    "naima": "Nederlands, Arabisch, Frans",
    "yusuf": "Nederlands, Turks",
    "bram": "Nederlands, Duits",
    "fatima": "Nederlands, Arabisch",
    "karim": "Nederlands, Turks",
    "selin": "Nederlands, Turks",
    "omar": "Nederlands, Arabisch, Engels",
    "loes": "Nederlands, Spaans",
    "ruben": "Nederlands, Papiamento",
    "priya": "Nederlands, Engels, Hindi",
}
# One login for each role, and for each side of the shop, in the order in which they are printed.
SIGN_IN_LOGINS = ("samira", "hanna", "fatima", "karim", "carla", "marleen", "anton", "petra")
FRONT_DESK = ("samira", "joost", "mila", "bram", "naima", "yusuf")


@dataclass(frozen=True)
class MemberOrganisation:
    """An organisation of the shop, with its side (`office`) and what it offers."""

    name: str
    office: Office
    offers: str
    languages: str = ""
    room: int | None = None


_BACK, _OUTSIDE = Office.BACK, Office.OUTSIDE
MEMBERS = (
    MemberOrganisation("Werk en Inkomen", Office.FRONT, "werk, uitkering, schulden"),
    MemberOrganisation("UWV", Office.FRONT, "werk, uitkering"),
    MemberOrganisation("Leerwerkloket", Office.FRONT, "opleiding, stage, leerwerkplek"),
    MemberOrganisation("Buurtteam Sociaal", _BACK, "geldzorgen, regelzaken, wonen, zorg", "Arabisch, Engels"),
    MemberOrganisation("Buurtteam Jeugd en Gezin", _BACK, "opvoeding, jeugd, gezin"),
    MemberOrganisation("DOCK", _BACK, "ontmoeting, meedoen, huisbezoek", "Arabisch, Berbers", 6),
    MemberOrganisation("Vrijwilligerscentrale Utrecht", _BACK, "vrijwilligerswerk", "", 10),
    MemberOrganisation("Pozitive", _BACK, "begeleiding naar werk, outreach", "Turks, Arabisch, Engels", 3),
    MemberOrganisation("De Geldzaak (U-centraal)", _OUTSIDE, "rondkomen, geldzorgen"),
    MemberOrganisation("Focus op Overvecht", _OUTSIDE, "jongeren 18-23, onderwijs, werk", "", 0),
    MemberOrganisation("Jongerenwerk Utrecht", _OUTSIDE, "jeugd"),
    MemberOrganisation("Taal Doet Meer", _OUTSIDE, "taal", "", 4),
    MemberOrganisation("DOK030", _OUTSIDE, "ondernemen"),
    MemberOrganisation("Project O", _OUTSIDE, "meedoen, vrijwilligerswerk"),
)


@dataclass(frozen=True)
class HelpRequest:
    """A request to a partner: the question, the feedback that follows, and the themes that it fits."""

    question: str
    feedback: str
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PartnerProfile:
    """How a partner takes part: its workers, its share of handovers (`weight`), and the share of transfers."""

    organisation: str
    logins: tuple[str, ...]
    weight: int
    transfers: float
    asks: tuple[HelpRequest, ...] = field(default=())


PARTNERS = (
    PartnerProfile("DOCK", ("fatima", "dirk"), 24, 0.12, (
        HelpRequest("Wie kan een keer mee naar de buurtkamer, zodat de drempel lager wordt?",
            "Komt nu elke week in de buurtkamer en helpt bij de lunch.", ("volunteering", "language")),
        HelpRequest("Wil graag iets doen in de buurt, maar durft niet alleen. Kunnen jullie samen kijken?",
            "Samen drie plekken bekeken. Begonnen bij het naaiatelier, twee ochtenden.", ("volunteering",)),
        HelpRequest("Kan er iemand thuis langsgaan? Door de trap komt hij bijna niet buiten.",
            "Twee keer thuis geweest. Er is nu een buurvrouw die elke week meeloopt naar de markt."),
    )),
    PartnerProfile("Pozitive", ("karim", "selin"), 22, 0.62, (
        HelpRequest("Zoekt werk en heeft iemand nodig die meeloopt tot het contract er is. Past dat bij jullie?",
            "Vier gesprekken, twee keer mee naar een werkgever. Er ligt een contract.", ("work", "cv")),
        HelpRequest("Is de moed kwijt na veel afwijzingen. Wil graag iemand die de buurt kent.",
            "Weer in beweging. Solliciteert nu zelf en belt als het stokt.", ("work",)),
        HelpRequest("Jong, geen startkwalificatie, wel handig. Kunnen jullie samen een plek zoeken?",
            "Proefgedraaid bij een garage en mag blijven.", ("internship", "learn_work", "study")),
    )),
    PartnerProfile("Buurtteam Sociaal", ("loes", "omar"), 22, 0.1, (
        HelpRequest("Er liggen rekeningen open en brieven dicht. Kunnen jullie samen orde maken?",
            "Overzicht gemaakt, betalingsregeling met de verhuurder. Er is weer rust.", ("debts", "benefit")),
        HelpRequest("Wacht op een woning en slaapt nu bij familie. Wat kan er?",
            "Urgentie aangevraagd en briefadres geregeld.", ("housing",)),
        HelpRequest("De toeslag is stopgezet. Kan iemand meekijken wat er mis is?",
            "Bezwaar gemaakt en gekregen. De toeslag loopt weer.", ("benefit", "debts")),
    )),
    PartnerProfile("Vrijwilligerscentrale Utrecht", ("theo",), 10, 0.05, (
        HelpRequest("Wil werkritme opdoen en onder de mensen zijn. Welke plek past?",
            "Begonnen in de kringloopwinkel, drie ochtenden per week.", ("volunteering",)),
    )),
    PartnerProfile("Taal Doet Meer", ("ingrid",), 12, 0.0, (
        HelpRequest("Wil beter leren praten voor het werk. Is er een taalmaatje of een groep?",
            "Oefent elke week met een taalmaatje en zit in de groep op donderdag.", ("language",)),
    )),
    PartnerProfile("De Geldzaak (U-centraal)", ("nadia",), 9, 0.0, (
        HelpRequest("Komt niet rond aan het eind van de maand. Kan er meteen iemand meekijken?",
            "Twee regelingen aangevraagd die er nog niet waren. Scheelt tachtig euro per maand.", ("debts",)),
    )),
    PartnerProfile("Buurtteam Jeugd en Gezin", ("anouk",), 7, 0.1, (
        HelpRequest("Zorgt alleen voor drie kinderen en wil een opleiding doen. Hoe regelen we de opvang?",
            "Plek bij de opvang in de Gagelsteede, vanaf de eerste van de maand.", ("study", "work")),
    )),
    PartnerProfile("Focus op Overvecht", ("rachid",), 6, 0.6, (
        HelpRequest("Is 19, zit thuis zonder school of werk. Kunnen jullie naast hem gaan staan?",
            "Elke week gezien. Er is een plan, en de schulden zijn in beeld.", ("study", "internship")),
    )),
    PartnerProfile("Jongerenwerk Utrecht", ("ruben",), 4, 0.05, (
        HelpRequest("Zoekt iemand om mee te praten die weet hoe het gaat op straat.",
            "Sport nu twee keer per week mee en komt op tijd."),
    )),
    PartnerProfile("DOK030", ("priya",), 4, 0.0, (
        HelpRequest("Wil vanuit huis een eigen zaak in catering beginnen. Wat is de eerste stap?",
            "Ondernemingsplan geschreven en ingeschreven.", ("business",)),
    )),
    PartnerProfile("Project O", ("wim",), 3, 0.0, (
        HelpRequest("Wil meedoen, weet nog niet waaraan. Mag hij een keer komen kijken in De Dreef?",
            "Helpt nu mee in de keuken.", ("volunteering",)),
    )),
)  # fmt: skip
