"""Invented texts: what people ask for, tell and agree on, in the words of the shop."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wish:
    """A wish: its theme, what the front desk hears, what is told in the intake, and possible first steps."""

    theme: str
    weight: int
    heard: tuple[str, ...]
    told: tuple[str, ...]
    steps: tuple[str, ...]

    @property
    def topic(self) -> str:
        """The code of the topic in the shop's list."""
        return LISTED.get(self.theme, self.theme)


LISTED = {"cv": "work", "study": "school", "debts": "other", "benefit": "other", "housing": "other"}
WISHES = (
    Wish("work", 30,
         ("zoekt werk", "wil graag werken", "zoekt baan in de zorg", "werk voor een paar dagen", "contract loopt af"),
         ("Wil weer aan het werk, het liefst overdag. Heeft in de keuken gewerkt en kan goed doorpakken.",
          "Wil van de uitkering af. Denkt aan schoonmaak of logistiek, liefst in de buurt.",
          "Zoekt iets met mensen. De zorg trekt, maar weet niet of het lukt met de tijden van school.",
          "Heeft altijd in de bouw gewerkt. Na de blessure iets lichters, maar wel met de handen."),
         ("samen vacatures bekijken", "bellen met het verpleeghuis", "samen naar de werkgever", "gesprek oefenen")),
    Wish("cv", 14,
         ("cv maken", "cv nakijken", "sollicitatiebrief"),
         ("Heeft geen cv en weet niet waar te beginnen. Vertelt wel makkelijk wat allemaal gedaan is.",
          "Stuurt al maanden brieven en hoort niets. Wil dat er iemand meekijkt."),
         ("cv afmaken", "samen een brief schrijven", "profiel op werk.nl bijwerken")),
    Wish("study", 15,
         ("opleiding", "wil terug naar school", "vraag over mbo", "omscholen"),
         ("Wil een opleiding in de zorg doen en daarna werken. Het diploma uit het eigen land telt hier niet.",
          "Is gestopt met school en heeft spijt. Wil iets met techniek, leren en werken tegelijk.",
          "Denkt aan pedagogisch medewerker. Heeft drie kinderen grootgebracht en doet dat met liefde."),
         ("open dag bezoeken", "aanmelden bij het ROC", "diploma laten waarderen", "proefles plannen")),
    Wish("language", 13,
         ("taalles", "Nederlands leren", "taalmaatje"),
         ("Verstaat veel, praat weinig. Wil durven praten, voor het werk en met de juf van de kinderen.",
          "Inburgering is gehaald, maar het spreken zakt weg. Wil oefenen met iemand."),
         ("kennismaken met de taalgroep", "taaltoets plannen", "taalmaatje zoeken")),
    Wish("debts", 12,
         ("schulden", "brief van de deurwaarder", "komt niet rond"),
         ("Slaapt slecht van de rekeningen. Eerst rust, dan werk.",
          "Er wordt loon ingehouden en nu blijft er te weinig over voor de huur."),
         ("post samen sorteren", "bellen met de verhuurder", "langs bij de Geldzaak")),
    Wish("benefit", 10,
         ("brief uitkering", "vraag over toeslag", "uitkering stopgezet"),
         ("Kreeg een brief over de uitkering en snapt niet wat er moet gebeuren.",
          "Wil een paar uur werken en is bang dat de uitkering dan stopt."),
         ("brief samen lezen", "rekenen wat werken oplevert", "afspraak met de gemeente")),
    Wish("volunteering", 9,
         ("vrijwilligerswerk", "iets doen in de buurt", "onder de mensen zijn"),
         ("Zit veel thuis en wil onder de mensen. Kan goed koken en naaien.",
          "Wil iets terugdoen voor de buurt en zo weer ritme krijgen."),
         ("kijken in de buurtkamer", "gesprek bij de kringloop", "meelopen op woensdag")),
    Wish("internship", 7,
         ("stage voor zoon", "stageplek", "leerwerkplek bouw"),
         ("Vindt geen stage en mag zonder stage niet verder. Is handig en komt op tijd.",
          "Wil de bouw in, leren op de steiger. Heeft van Bouw=Wouw gehoord."),
         ("stagebedrijven bellen", "bezoek aan de bouwplaats", "gesprek met de leermeester")),
    Wish("business", 4,
         ("eigen bedrijf", "zzp", "catering beginnen"),
         ("Kookt voor de hele straat en wil daar een zaak van maken.",
          "Wil als kapper voor zichzelf beginnen, nu nog aan huis."),
         ("ondernemingsplan doorlopen", "naar het spreekuur voor starters")),
    Wish("housing", 5,
         ("woning", "slaapt bij familie", "inschrijving WoningNet"),
         ("Slaapt om en om bij familie. Zonder adres lukt niets, ook geen werk.",),
         ("briefadres regelen", "urgentie aanvragen")),
)  # fmt: skip

SITUATIONS = (
    "Woont alleen. Houdt het huis netjes en de dagen leeg.",
    "Zorgt voor twee kinderen op de basisschool. Moeder woont om de hoek en helpt.",
    "Getrouwd, vier kinderen, de jongste gaat sinds kort naar school. Nu is er tijd.",
    "Heeft bijstand. Werkte tot vorig jaar bij een bakkerij, die ging dicht.",
    "Woont nog thuis, met twee broers op één kamer.",
    "Drie jaar in Nederland. Was in het eigen land onderwijzer.",
    "WW tot het voorjaar. Heeft rijbewijs B en een auto van de zus.",
    "Werkt nu twaalf uur in de schoonmaak, om vijf uur 's ochtends. Wil meer en overdag.",
)
OBSTACLE_WORDS = {
    "language": "Praat het liefst langzaam. Bellen in het Nederlands is nog te moeilijk.",
    "money": "Er zijn schulden; een deel is in beeld.",
    "health": "De rug speelt op. Lang staan gaat niet.",
    "care": "Opvang na school is er nog niet.",
    "housing": "Geen vaste woonplek.",
    "diploma": "Het diploma uit het eigen land telt hier niet.",
    "experience": "Heeft nog nooit in Nederland gewerkt.",
    "papers": "Wacht op de brief van de IND.",
    "transport": "Geen rijbewijs, en vroeg in de ochtend rijdt er geen bus.",
    "computer": "Een formulier op de computer lukt niet alleen.",
    "confidence": "Veel afwijzingen gehad en de moed een beetje kwijt.",
    "other": "Daar wil hij nog niet over praten, en dat hoeft ook niet.",
}
TALENTS = (
    "Kookt voor grote groepen en blijft daar rustig bij.",
    "Spreekt vier talen en legt dingen goed uit.",
    "Repareert alles: fietsen, telefoons, een wasmachine.",
    "Geduldig met oude mensen. De buurvrouw komt er elke dag.",
    "Komt altijd op tijd en maakt af wat begonnen is.",
    "Kan goed rekenen en hield de kas bij van de winkel van een oom.",
    "Lacht makkelijk en krijgt anderen aan het praten.",
)
NOTES = (
    "Samen gebeld. Mag dinsdag langskomen voor een gesprek.",
    "Vertelde dat het thuis weer rustiger is. Wil doorpakken.",
    "Het cv is af en drie keer verstuurd. We wachten op antwoord.",
    "Was bij de open dag en kwam er stralend van terug.",
    "Afgewezen, te weinig ervaring. Besproken wat wel lukte: het gesprek ging goed.",
    "Belde af: kind ziek. Nieuwe dag afgesproken.",
    "Heeft een dag meegelopen en mag terugkomen.",
    "Kwam even langs om te zeggen dat het goed gaat.",
    "Wil het rustiger aan doen. Eerst de brief, dan de rest.",
    "Sprak vandaag het hele gesprek Nederlands, zonder hulp.",
)
NEXT_STEPS = (
    "bellen hoe het ging",
    "samen vacatures bekijken",
    "cv afmaken",
    "oefenen voor het gesprek",
    "samen naar de werkgever",
    "formulier invullen",
    "kijken hoe het gaat",
    "bellen met de opleiding",
    "langskomen met de brieven",
    "afspreken wie wat doet",
)
ANSWERS = (
    ("Welke taal spreekt ze het liefst?", "Turks, en langzaam Nederlands gaat goed."),
    ("Kan het ook op een ochtend, vanwege de kinderen?", "Ja, het liefst tussen negen en elf."),
    ("Is er al contact met een andere hulpverlener?", "Nee, jullie zijn de eersten."),
)
COLD = (
    "Woont nu bij familie in een andere wijk; samen afspreken lukte niet.",
    "Wilde liever eerst alleen komen.",
    "Kennismaking twee keer verzet, daarna zelf gebeld.",
    "Haast: de inschrijving sloot dezelfde dag.",
)
RETURNED = (
    "Wil toch liever verder met de eerste contactpersoon.",
    "Er speelt eerst iets anders. De vraag komt later terug.",
    "Verhuisd binnen de stad; een ander team gaat daarover.",
)
STOP_REASONS = ("contract niet verlengd", "te zwaar voor de rug", "tijden pasten niet bij de opvang", "bedrijf gestopt")
# How a journey ends without a result: the code of the kind of outcome, and a comment.
WITHOUT_RESULT = {
    "neutral": (
        ("moved", "verhuisd naar Almere"),
        ("moved", "verhuisd naar familie in Rotterdam"),
        ("pension", ""),
        ("long_illness", "meldt zich weer als het kan"),
    ),
    "stopped": (("stopped", "wil nu rust"), ("stopped", "regelt het verder zelf")),
    "lost": (("contact_lost", "drie keer gebeld, geen gehoor"), ("contact_lost", "nummer doet het niet meer")),
    "unknown": (("not_said", "wil het niet zeggen"),),
}

EMPLOYERS = {
    "work": (
        "verpleeghuis in de wijk",
        "bakkerij",
        "schoonmaakbedrijf",
        "distributiecentrum",
        "thuiszorg",
        "keuken van een school",
        "supermarkt",
        "taxibedrijf",
        "plantsoenendienst",
    ),
    "learn_work": ("Bouw=Wouw, CJ-dreven", "Bouw=Wouw, DeBuurt", "Beroepentuin", "leerbedrijf zorg en welzijn"),
    "study": ("mbo zorg en welzijn", "mbo techniek", "schakeljaar", "opleiding pedagogisch medewerker"),
    "internship": ("garage", "kapsalon", "installatiebedrijf", "basisschool", "buurtkantoor"),
}
STEP_PLACES = ("bibliotheek", "buurtkamer", "kringloopwinkel", "wijkcentrum", "ROC")
