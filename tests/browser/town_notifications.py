"""Adds notifications and an undeliverable mail to the town."""

from app.messages.mail_outbox import actions as mail_outbox_actions
from app.messages.mail_outbox.models import LetterState
from app.messages.notifications import actions
from app.messages.notifications.labels import NoticeKind
from tests.world import NOON, World


def add_notifications(world: World) -> None:
    for worker in (world.samira, world.fatima, world.carla):
        for kind in (NoticeKind.ACCEPTED, NoticeKind.REMIND, NoticeKind.CONSENT_ENDS):
            actions.notify(world.db, [worker], kind, shop_id=world.shop.id, about="/handovers", at=NOON)
    letter = mail_outbox_actions.enqueue(
        world.db,
        shop_id=world.shop.id,
        address="een.heel.lang.mailadres@van-een-heel-lange-organisatie.example",
        subject="Er wacht een overdracht op je antwoord",
        text="…",
        language="nl",
        at=NOON,
        worker_id=world.karim.id,
    )
    letter.state, letter.trouble = LetterState.DEAD, "550 5.1.1 User unknown in virtual mailbox table"
