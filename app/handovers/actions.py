"""Every verb of handovers (DOMAIN §4), gathered from the modules that hold them."""

from app.handovers.along import moved_along
from app.handovers.answering import accept, ask, decline, undo, waitlist
from app.handovers.closing import complete, give_back, mark_mistaken
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
from app.handovers.resting import narrow_consent, renew_consent, withdraw_consent
from app.handovers.retrying import retry
from app.handovers.thread import expect, take_time, write
from app.handovers.together import begin_together, confirm_together

__all__ = [
    "accept", "agree_introduction", "answer", "ask", "begin_together", "complete", "confirm_together", "decline",
    "doubt_introduction", "draft", "escalate", "expect", "expire", "give_back", "hold_introduction", "mark_mistaken",
    "meet_and_begin", "miss_introduction", "moved_along", "narrow_consent", "offer", "plan_introduction", "redraft",
    "remind", "renew_consent", "retry", "take_over", "take_time", "undo", "waitlist", "withdraw", "withdraw_consent",
    "write",
]  # fmt: skip
