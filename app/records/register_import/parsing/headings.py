"""Headings that registers use, in Dutch and in English, and the column that each of them means."""

from functools import lru_cache

from rapidfuzz import fuzz, process

from app.core.text_rules import words_of
from app.records.register_import.entries import Column

TYPO_RATIO = 85  # similarity in percent that counts as a typo

_SYNONYMS = {
    Column.DAY: """datum, dag, bezoekdatum, datum bezoek, datum van bezoek, bezoek op, wanneer, dd, d d, tijdstempel,
        datum gesprek, gespreksdatum, datum inloop, inloopdatum, datum contact, contactdatum, datum aanmelding, date,
        day, date of visit, visit date, visited on, when, timestamp, datum en tijd, date time""",
    Column.PART: """dagdeel, deel van de dag, ochtend middag, ochtend of middag, o m, o m a, blok, shift, inloop,
        welk dagdeel, half day, part of day, part of the day, session, morning afternoon""",
    Column.TIME: """tijd, tijdstip, hoe laat, aankomst, aankomsttijd, binnen, tijd binnen, uur, begintijd, tijd bezoek,
        time, time of arrival, arrival, arrived, at""",
    Column.NAME: """naam, namen, naam bezoeker, naam klant, naam client, bezoeker, klant, client, cliënt, wie, persoon,
        volledige naam, voor en achternaam, voornaam achternaam, naam inwoner, inwoner, bewoner, deelnemer, name,
        full name, visitor, visitor name, who, person""",
    Column.FIRST_NAME: """voornaam, voornamen, roepnaam, voorletters, first name, given name, firstname, forename""",
    Column.LAST_NAME: """achternaam, familienaam, geslachtsnaam, last name, surname, family name, lastname""",
    Column.BIRTH: """geboortejaar, geb jaar, gebjaar, geboren, geboortedatum, geb datum, gebdatum, geb, jaar, gb jaar,
        geb dat, datum geboorte, geboortedag, gebdat, geboren in, geboren op, jaar van geboorte, birth, born,
        birth year, year of birth, date of birth, birthdate, birthday, dob, yob, year""",
    Column.PHONE: """telefoon, telefoonnummer, tel, telnr, tel nr, tel nummer, mobiel, mobiele nummer, mobiel nummer,
        gsm, 06, 06 nummer, nummer, bellen, phone, phone number, telephone, mobile, cell""",
    Column.EMAIL: """e mail, email, mail, e mailadres, emailadres, mailadres, e mail adres, email address""",
    Column.STREET: """straat, adres, straatnaam, woonadres, woont, straat en huisnummer, straat huisnummer, waar woont,
        street, address, lives""",
    Column.LANGUAGES: """taal, talen, spreekt, spreektaal, moedertaal, welke taal, language, languages, speaks""",
    Column.ABOUT: """waarvoor, waar voor, vraag, hulpvraag, onderwerp, thema, doel, doel bezoek, reden, reden bezoek,
        reden van komst, komt voor, waarover, waar gaat het over, aanleiding, vraagstelling, wens, about, topic,
        subject, question, reason, purpose, reason for visit, what for""",
    Column.SPOKEN_WITH: """gesproken met, gesprek met, medewerker, medewerkers, gesproken door, wie sprak, door,
        naam medewerker, collega, professional, gastheer, gastvrouw, begeleider, consulent, organisatie gesprek,
        met wie, spoken with, spoke with, talked to, worker, staff, colleague, helped by, geholpen door""",
    Column.PARTNER: """doorverwezen naar, doorverwezen, verwezen naar, doorverwijzing, verwijzing, overgedragen aan,
        overdracht, overdracht naar, warm overgedragen aan, naar, partner, organisatie, doorgestuurd naar, door naar,
        doorverwezen aan, partij, referred to, referral, referred, handed over to, handover, partner organisation,
        organisation""",
    Column.WARM: """warm, warme overdracht, warm overgedragen, warm j n, warm ja nee, warme doorverwijzing,
        warm doorverwezen, warm handover""",
    Column.RESULT: """resultaat, uitkomst, resultaten, uitstroom, afloop, gevolg, effect, status, uitstroom naar,
        wat is het geworden, result, outcome, results, outflow""",
    Column.REMARK: """opmerking, opmerkingen, notitie, notities, bijzonderheden, toelichting, aantekening,
        aantekeningen, overig, memo, commentaar, extra, verslag,
        remark, remarks, note, notes, comment, comments, details""",
}
_COLUMN_BY_HEADING = {
    " ".join(words_of(synonym)): column for column, all_of in _SYNONYMS.items() for synonym in all_of.split(",")
}
_LONGEST_FIRST = sorted(_COLUMN_BY_HEADING, key=len, reverse=True)


@lru_cache(maxsize=500)
def possible_columns(heading: str) -> tuple[tuple[Column, float], ...]:
    """The columns that a heading may mean, each with its certainty (0 to 1), best first.

    1: a known heading. From 0.7: contains one; the larger part it is of the heading, the higher. Below 0.9: a typo.
    """
    words = words_of(heading)
    whole = " ".join(words)
    if not whole or len(whole) > 60:
        return ()
    if whole in _COLUMN_BY_HEADING:
        return ((_COLUMN_BY_HEADING[whole], 1.0),)
    found: dict[Column, float] = {}
    for synonym in _LONGEST_FIRST:
        column = _COLUMN_BY_HEADING[synonym]
        if len(synonym) > 2 and f" {synonym} " in f" {whole} ":
            found.setdefault(column, 0.7 + 0.25 * len(synonym) / len(whole))
    near = (
        process.extractOne(whole, _COLUMN_BY_HEADING.keys(), scorer=fuzz.ratio, score_cutoff=TYPO_RATIO)
        if len(whole) > 4
        else None
    )
    if near and not found:
        found[_COLUMN_BY_HEADING[near[0]]] = 0.9 * near[1] / 100
    return tuple(sorted(found.items(), key=lambda one: -one[1]))
