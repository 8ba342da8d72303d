"""Every verb of handovers (DOMAIN §4), gathered from the modules that hold them."""

from app.handovers.answering import accept, ask, decline, undo, waitlist
from app.handovers.closing import complete, give_back, mark_mistaken
from app.handovers.introducing import hold_introduction, miss_introduction, plan_introduction, take_over
from app.handovers.offering import answer, draft, escalate, expire, offer, redraft, remind, walk_over, withdraw
from app.handovers.resting import narrow_consent, renew_consent, withdraw_consent

__all__ = [
    "accept", "answer", "ask", "complete", "decline", "draft", "escalate", "expire", "give_back", "hold_introduction",
    "mark_mistaken", "miss_introduction", "narrow_consent", "offer", "plan_introduction", "redraft", "remind",
    "renew_consent", "take_over", "undo", "waitlist", "walk_over", "withdraw", "withdraw_consent",
]  # fmt: skip
