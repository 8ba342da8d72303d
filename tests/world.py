"""The people and organisations that every test knows by name."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, select

from app.accounts import sessions
from app.accounts.current_user import Actor
from app.accounts.models import Membership, Organisation, Role, Worker
from app.guidance.intakes.question_actions import install_questions
from app.people.people.models import Person
from app.shop.half_days.models import DayPart, WeeklyHalfDay
from app.shop.partners.models import Office, Partner
from app.shop.shops.models import Shop

NOON = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)  # a Tuesday, half past ten in the morning in the shop
TODAY = date(2026, 3, 3)
ORGANISATIONS = {"leerwerkloket": "Leerwerkloket", "uwv": "UWV", "dock": "DOCK", "pozitive": "Pozitive"}
PASSWORD_HASH = "not-a-hash"  # nobody signs in with it; it makes the worker active


@dataclass
class World:
    """One shop with front and back office, and a second shop next door that may see nothing of it."""

    db: Session
    shop: Shop
    other_shop: Shop
    leerwerkloket: Organisation
    uwv: Organisation
    dock: Organisation
    pozitive: Organisation
    workers: dict[str, Worker]
    hatice: Person
    kwame: Person

    def __getattr__(self, name: str) -> Worker:
        """world.samira: one of the workers below."""
        try:
            return self.__dict__["workers"][name]
        except KeyError:
            raise AttributeError(name) from None

    def actor(self, worker: Worker, shop: Shop | None = None) -> Actor:
        """The worker as they act in the shop, with the roles they have there."""
        token = sessions.start(self.db, worker, (shop or self.home_of(worker)).id, at=NOON)
        self.db.flush()
        actor = sessions.actor_by_token(self.db, token, at=NOON)
        assert actor is not None
        return actor

    def home_of(self, worker: Worker) -> Shop:
        return self.other_shop if worker is self.workers["olaf"] else self.shop

    @classmethod
    def load(cls, db: Session) -> "World":
        """The world as `build` once wrote it into this database."""
        shop, other = (db.exec(select(Shop).where(Shop.name == name)).one() for name in ("De Amazone", "De Dreef"))
        organisations = {organisation.name: organisation for organisation in db.exec(select(Organisation))}
        workers = {worker.login: worker for worker in db.exec(select(Worker))}
        persons = {person.name.split()[0].lower(): person for person in db.exec(select(Person))}
        named = {key: organisations[name] for key, name in ORGANISATIONS.items()}
        return cls(db, shop, other, **named, workers=workers, **persons)

    @classmethod
    def build(cls, db: Session) -> "World":
        shop = Shop(name="De Amazone", place="Overvecht", made_at=NOON - timedelta(days=400))
        other = Shop(name="De Dreef", place="Zuilen", made_at=NOON - timedelta(days=400))
        organisations = {key: Organisation(name=name) for key, name in ORGANISATIONS.items()}
        db.add_all([shop, other, *organisations.values()])
        db.flush()
        for key, organisation in organisations.items():
            office = Office.FRONT if key in ("leerwerkloket", "uwv") else Office.BACK
            db.add(Partner(shop_id=shop.id, organisation_id=organisation.id, office=office))
        for weekday in range(5):  # Monday to Friday, mornings
            db.add(
                WeeklyHalfDay(
                    shop_id=shop.id, weekday=weekday, part=DayPart.MORNING, opens=time(9), closes=time(12, 30)
                )
            )
        cast = {
            "samira": ("Samira Bouzid", "leerwerkloket", Role.FRONT_OFFICE, shop),
            "joost": ("Joost Visser", "uwv", Role.FRONT_OFFICE, shop),
            "hanna": ("Hanna de Groot", "leerwerkloket", Role.HOST, shop),
            "carla": ("Carla Post", "leerwerkloket", Role.COORDINATOR, shop),
            "fatima": ("Fatima Amrani", "dock", Role.PARTNER, shop),
            "karim": ("Karim Aydin", "pozitive", Role.PARTNER, shop),
            "dirk": ("Dirk Bos", "dock", Role.PARTNER, shop),
            "marleen": ("Marleen Kok", "uwv", Role.MANAGER, shop),
            "anton": ("Anton Smit", "uwv", Role.ADMINISTRATOR, shop),
            "petra": ("Petra Vos", "uwv", Role.PRIVACY_OFFICER, shop),
            "olaf": ("Olaf Berg", "uwv", Role.FRONT_OFFICE, other),  # the shop next door
        }
        workers = {}
        for login, (name, at, role, where) in cast.items():
            worker = Worker(name=name, login=login, organisation_id=organisations[at].id, password_hash=PASSWORD_HASH)
            db.add(worker)
            db.flush()
            db.add(Membership(worker_id=worker.id, shop_id=where.id, role=role))
            workers[login] = worker
        install_questions(db, shop.id)
        hatice = Person(
            shop_id=shop.id,
            name="Hatice Yıldız",
            birth_year=1990,
            phone="0612345678",
            street="Nigerdreef",
            languages="Turks, een beetje Nederlands",
            made_at=NOON - timedelta(days=20),
        )
        kwame = Person(shop_id=shop.id, name="Kwame Mensah", birth_year=1985, made_at=NOON - timedelta(days=20))
        db.add_all([hatice, kwame])
        db.flush()
        return cls(db, shop, other, **organisations, workers=workers, hatice=hatice, kwame=kwame)
