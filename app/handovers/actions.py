"""Every verb of handovers (DOMAIN §4), gathered from the modules that hold them."""

from app.handovers.answering import accept, ask, decline, undo, waitlist
from app.handovers.closing import complete, give_back, mark_mistaken, withdraw_consent
from app.handovers.introducing import (
    agree_introduction,
    doubt_introduction,
    hold_introduction,
    meet_and_begin,
    miss_introduction,
    plan_introduction,
    take_over,
)
from app.handovers.offering import answer, draft, escalate, expire, offer, redraft, remind, withdraw
from app.handovers.together import begin_together, confirm_together

__all__ = [
    "accept", "agree_introduction", "answer", "ask", "begin_together", "complete", "confirm_together", "decline",
    "doubt_introduction", "draft", "escalate", "expire", "give_back", "hold_introduction", "mark_mistaken",
    "meet_and_begin", "miss_introduction", "offer", "plan_introduction", "redraft", "remind", "take_over", "undo",
    "waitlist", "withdraw", "withdraw_consent",
]  # fmt: skip
