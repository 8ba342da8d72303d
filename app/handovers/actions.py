"""Every verb of handovers (DOMAIN §4), gathered from the modules that hold them."""

from app.handovers.along import moved_along
from app.handovers.answering import accept, ask, decline, undo, waitlist
from app.handovers.closing import complete, give_back, mark_mistaken, withdraw_consent
from app.handovers.introducing import hold_introduction, miss_introduction, plan_introduction, take_over
from app.handovers.offering import answer, draft, escalate, expire, offer, redraft, remind, walk_over, withdraw
from app.handovers.retrying import retry
from app.handovers.thread import expect, take_time, write

__all__ = [
    "accept", "answer", "ask", "complete", "decline", "draft", "escalate", "expect", "expire", "give_back",
    "hold_introduction", "mark_mistaken", "miss_introduction", "moved_along", "offer", "plan_introduction", "redraft",
    "remind", "retry", "take_over", "take_time", "undo", "waitlist", "walk_over", "withdraw", "withdraw_consent",
    "write",
]  # fmt: skip
