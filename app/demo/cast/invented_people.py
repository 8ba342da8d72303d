"""Invented people of a diverse neighbourhood: names, birth years, streets, languages and phone numbers."""

from dataclasses import dataclass
from random import Random

from app.core.text_rules import contains_bsn, fold


@dataclass(frozen=True)
class Origin:
    """An origin of names: how common it is here, the languages spoken, and first and last names."""

    weight: int
    languages: tuple[str, ...]
    first: str
    last: str


ORIGINS = (
    Origin(
        26, ("Marokkaans-Arabisch, Nederlands", "Berbers, een beetje Nederlands", "Nederlands, Arabisch", "Nederlands"),
        "Fatiha Souad Yassine Hamza Ikram Mohamed Nadia Rachida Bilal Soufiane Hafsa Zakaria Loubna Driss Mina Ilham "
        "Abdelkader Samir Hanan Youssef Karima Mustapha Naoual Anouar Siham Redouan Chaima Said Malika Tarik",
        "Bouchta|el Ghazali|Ouali|Benhaddou|el Khattabi|Azzouz|Tahiri|Lamrini|Chaoui|el Morabit|Belkasmi"
        "|Zeroual|Bakkali|Ouchen|el Idrissi|Messaoudi|Haddouchi|Boukhris|Achahbar",
    ),
    Origin(
        17, ("Turks, een beetje Nederlands", "Turks, Nederlands", "Nederlands, Turks", "Koerdisch, Turks, Nederlands"),
        "Ayşe Emre Zeynep Murat Elif Hakan Sevgi Okan Gülcan Serkan Derya Mehmet Özlem İbrahim Fadime Kaan Nuray Yusuf "
        "Hülya Burak Melek Cem Songül Tolga Esra Halil",
        "Yılmazer|Karataş|Çelikbaş|Özdil|Aksoyoğlu|Gündüz|Şenol|Kurtuluş|Demirhan|Bulutsoy|Taşkın|Erdinç|Korkut|Ünsaldı"
        "|Güneyli|Polatkan",
    ),
    Origin(
        22, ("Nederlands", "Nederlands", "Nederlands", "Nederlands, Engels"),
        "Willem Truus Sanne Jeroen Ria Kees Marieke Dennis Wilma Patrick Ans Bas Linda Rob Yvonne Stefan Mirjam Gert "
        "Petra Daan Ilse Henk Kim Ronald Corrie Mark Anita Tim",
        "van der Wal|Jansma|de Graaf|Kuipers|Vermeulen|van Doorn|Bosman|Schouten|van den Broek|Hoekman|Dijkgraaf"
        "|Verkerk|Postma|Roelofs|van Vliet|Kleinveld|de Ruijter|van 't Hof|Bleeker",
    ),
    Origin(
        8, ("Sranantongo, Nederlands", "Nederlands", "Hindi, Nederlands"),
        "Rinaldo Shanti Ruth Glenn Anushka Humphrey Sharda Iwan Mavis Radjesh Lucia Orlando Sandhia Marlon",
        "Ramdas|Pinas|Amatdjo|Soekhai|Kartodikromo|Landveld|Baldewsing|Wijntuin|Sewnarain|Doelwijt|Jagroep|Tjon-A-Kiet",
    ),
    Origin(
        8, ("Tigrinya, Engels", "Tigrinya, een beetje Nederlands", "Tigrinya, Amhaars"),
        "Mehret Filmon Selam Yonas Tsegay Winta Bereket Luwam Robel Saba Kidane Feven Merhawi Helen",
        "Ghebremariam|Teklehaimanot|Weldeab|Haileselassie|Okbazghi|Tesfamichael|Negassi|Kiflemariam|Berhane|Asgedom",
    ),
    Origin(
        8, ("Arabisch, een beetje Nederlands", "Arabisch, Engels", "Arabisch, Koerdisch"),
        "Mahmoud Rania Khaled Lubna Anas Hiba Ziad Nour Firas Rasha Bassel Maysa Wael Dima",
        "al-Hariri|Kabbani|Shahoud|al-Masri|Darwich|Hamwi|Sabbagh|al-Khatib|Zaitoun|Barakat",
    ),
    Origin(
        5, ("Pools, een beetje Nederlands", "Pools, Engels"),
        "Agnieszka Paweł Katarzyna Tomasz Małgorzata Łukasz Beata Zbigniew Iwona Krzysztof",
        "Wiśniewska|Zieliński|Kaczmarek|Wójcik|Dąbrowska|Szymański|Pawlak|Górecka|Mazurek|Sikora",
    ),
    Origin(
        4, ("Somalisch, een beetje Nederlands", "Somalisch, Engels, Nederlands"),
        "Hodan Abdirahman Ifrah Liban Sahra Mahad Ubax Farhan", "Warsame|Nuur|Jama|Abdullahi|Guled|Dirie|Farole",
    ),
    Origin(
        4, ("Engels, Twi", "Engels", "Frans, Lingala", "Portugees, Nederlands"),
        "Abena Kofi Adwoa Emmanuel Grace Nana Josué Divine Celeste Patrice Edson Mirian",
        "Boateng|Owusu-Ansah|Asante|Mbuyi|Kalonji|Nkrumah|Tavares|Monteiro|Addo|Ilunga",
    ),
    Origin(
        3, ("Dari, een beetje Nederlands", "Farsi, Engels", "Pashto, Nederlands"),
        "Farid Shabnam Omid Parisa Najib Zohra Behrouz Laleh",
        "Rahimi|Noorzai|Sharifi|Ahmadzai|Karimian|Moradi|Stanekzai",
    ),
    Origin(
        3, ("Bulgaars, Turks", "Oekraïens, Engels", "Roemeens", "Spaans, een beetje Nederlands"),
        "Ivelina Oksana Bogdan Carolina Stoyan Yulia Mihai Andrés",
        "Dimitrova|Kovalchuk|Ionescu|Rojas Pardo|Petrenko|Todorov|Munteanu",
    ),
)  # fmt: skip

STREETS = (
    "Tigrisdreef", "Ivoordreef", "Nigerdreef", "Zambesidreef", "Ibisdreef", "Theemsdreef", "Haifadreef", "Amazonedreef",
    "Bangkokdreef", "St. Maartendreef", "Gagelsteede", "Rhônedreef", "Carnegiedreef", "Zamenhofdreef", "Atlasdreef",
)  # fmt: skip


@dataclass(frozen=True)
class InventedPerson:
    """The details that the front desk would write down about a person; many may be empty."""

    name: str
    birth_year: int | None = None
    phone: str = ""
    email: str = ""
    street: str = ""
    languages: str = ""

    @property
    def speaks_dutch(self) -> bool:
        """Whether the person speaks more than a little Dutch."""
        return "Nederlands" in self.languages and "een beetje" not in self.languages


def telephone(dice: Random) -> str:
    """A fictional number, of a range reserved for films and books (06 1199 xxxx); it can never be read as a BSN."""
    return f"06 1199 {dice.randrange(10000):04d}"


def invent_people(dice: Random, count: int, year: int) -> list[InventedPerson]:
    """`count` people with different names. `year`: the year in which they have their ages."""
    found: dict[str, InventedPerson] = {}
    weights = [origin.weight for origin in ORIGINS]
    while len(found) < count:
        origin = dice.choices(ORIGINS, weights)[0]
        first, last = dice.choice(origin.first.split()), dice.choice(origin.last.split("|"))
        name = f"{first} {last}"
        if name in found and dice.random() < 0.06:  # some have two family names
            name = f"{name}-{dice.choice([one for one in origin.last.split('|') if one != last]).split()[-1]}"
        if name not in found:
            found[name] = _invent_details(dice, name, origin, year)
    return list(found.values())


def _invent_details(dice: Random, name: str, origin: Origin, year: int) -> InventedPerson:
    age = min(74, max(16, round(dice.gammavariate(5.0, 4.6) + 14)))
    person = InventedPerson(
        name,
        birth_year=year - age if dice.random() < 0.82 else None,
        phone=telephone(dice) if dice.random() < 0.74 else "",
        email=f"{fold(name).replace(' ', '.').replace(chr(39), '')}@example.org" if dice.random() < 0.31 else "",
        street=f"{dice.choice(STREETS)} {dice.randrange(1, 220)}" if dice.random() < 0.45 else "",
        languages=dice.choice(origin.languages) if dice.random() < 0.7 else "",
    )
    assert not contains_bsn(f"{person.phone} {person.street}")
    return person
