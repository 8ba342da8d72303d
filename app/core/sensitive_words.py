"""Words about health and criminal matters (GDPR art. 9 and 10). Pure.

Notes should say no more about these matters than the next step needs. Such a word leads to a warning beside the field;
nothing is refused. Ambiguous words are left out, since a warning that is often wrong is soon ignored.
"""

import re
from enum import StrEnum

from app.core.text_rules import fold


class Sensitive(StrEnum):
    HEALTH = "health"
    CRIME = "crime"


# Dutch and English. `*`: the word may be longer. `-`: a hyphen, a space or nothing.
# Ambiguous words ("gezond", "zorg", "zaak") are left out.
_WORDS = {
    Sensitive.HEALTH: """
        adhd autis* alzheimer* anorexia angststoornis* astma asthma bipola* borderline burn-out burnout chemo*
        chronisch* dementi* depress* diabet* suikerziekte diagnos* dokter* huisarts* medicijn* medicat*
        medication* epilep* fibromyalgie handicap* hartaanval* hartinfarct herseninfarct hernia hiv
        kanker* cancer* kwaal kwalen longziekte migraine* miskraam miscarriage operatie geopereerd ptss ptsd psychiat*
        psychiater psycholoog psychologe psychologist psychosis psychose* psychotisch* reuma* rheumati* schizofre*
        schizophre* stoornis* suicid* zelfmoord* therapie therapeut therapy therapist trauma trauma's traumatis* tumor*
        verslaafd* verslaving* addict addicted addiction alcoholist* alcoholic* zwanger* pregnan* ziek zieke
        ziekte* ziekmelding*
        ziekenhuis* hospital* illness* disease* disabled disabilit* sick rugklachten hartklachten gezondheidsklacht*
        gezondheidsproble* ggz overspannen
    """,
    Sensitive.CRIME: """
        aangehouden arrestatie* gearresteerd arrested arrest celstraf* crimineel criminele criminal convict* convicted
        conviction* delict* detentie detention diefstal drugsdealer* drugshandel gedetineerd* gestolen gevangen
        gevangenis* prison* jail* huiselijk-geweld inbraak inbraken burglar* justitie justitieel mishandel* misdrijf
        misdrijven strafblad strafbaar strafrecht* strafzaak strafzaken taakstraf* tbs reclassering* probation
        enkelband* veroordeel* verdacht verdachte* voorwaardelijke-straf offender* offence* offense* felony
        theft stolen fraude gefraudeerd
    """,
}


def _pattern(words: str) -> re.Pattern[str]:
    found = [
        re.escape(word.rstrip("*")).replace(r"\-", r"[ \-]?") + (r"\w*" if word.endswith("*") else "")
        for word in words.split()
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)")


_PATTERNS = {kind: _pattern(words) for kind, words in _WORDS.items()}
# Harmless uses of these words: a profession, a field of law, a course, or a place of work.
_EXCEPTIONS = re.compile(
    r"(?<!\w)(?:strafrechtadvoca\w*|criminal law|ziekenhuis(?:baan|werk|stage|keuken|schoonmaak)|"
    r"(?:dokters|huisarts)assistent\w*|"
    r"(?:werken|werkt|werkte|werk|baan|stage|gewerkt|schoonmaak|keuken) (?:in|bij) (?:een |het |de )?"
    r"(?:ziekenhuis\w*|gevangenis\w*|justitie|ggz)|"
    r"(?:work\w*|job|internship) (?:in|at) (?:a |the )?(?:hospital\w*|prison\w*)|"
    r"(?:wil|wordt|worden|studeert?|become|study) "
    r"(?:een |a )?(?:dokter\w*|psycholog\w*|psycholoog|therapeut\w*|therapist|huisarts))(?!\w)"
)


def sensitive(text: str) -> Sensitive | None:
    """The sensitive subject that a text seems to be about; None when there is none."""
    plain = _EXCEPTIONS.sub(" ", fold(text))
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(plain)), None)
