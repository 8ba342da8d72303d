"""Who is told what after a handover moved. In the transaction of the move; what is told names nobody (TRUST 23)."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts.actors import Actor
from app.accounts.models import Membership, Role, Worker
from app.core.text import N_
from app.handovers.models import (
    ALIVE,
    ASKED,
    BEFORE_RUNNING,
    OPEN_OFFER,
    Handover,
    Introduction,
    IntroductionState,
    State,
)
from app.handovers.receiving import answerers, sender_side
from app.handovers.standing import Facts
from app.journeys.models import Journey
from app.notices import actions as notices
from app.notices.words import SENTENCES, SUBJECTS, NoticeKind
from app.partners.queries import partner_in
from app.post import outbox
from app.web.i18n import said_in
