"""The kinds of notice and their texts, for screens and emails alike. None names anybody (TRUST 23)."""

from enum import StrEnum

from app.core.text_rules import N_


class NoticeKind(StrEnum):
    OFFERED = "offered"
    ON_THE_SPOT = "on_the_spot"
    QUESTION = "question"
    ANSWERED = "answered"
    MESSAGE = "message"
    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    DECLINED = "declined"
    UNDONE = "undone"
    WITHDRAWN = "withdrawn"
    RUNNING = "running"
    COMPLETED = "completed"
    RETURNED = "returned"
    EXPIRED = "expired"
    MISTAKEN = "mistaken"
    INTRODUCTION = "introduction"
    INTRODUCTION_MOVED = "introduction_moved"
    INTRODUCTION_OFF = "introduction_off"
    INTRODUCTION_MISSED = "introduction_missed"
    MOVED_ALONG = "moved_along"
    REMIND = "remind"
    ASK_CONTACT = "ask_contact"
    CHOOSE = "choose"
    INTRODUCE = "introduce"
    FEEDBACK = "feedback"
    FEEDBACK_LATE = "feedback_late"
    CONSENT_ENDS = "consent_ends"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    CONSENT_NARROWED = "consent_narrowed"
    WINDOW_STALE = "window_stale"
    LETTER_DEAD = "letter_dead"


SENTENCES: dict[NoticeKind, str] = {
    NoticeKind.OFFERED: N_("A handover waits for your answer."),
    NoticeKind.ON_THE_SPOT: N_("Somebody of the shop comes to you now, with a person."),
    NoticeKind.QUESTION: N_("A partner has a question about a handover of yours."),
    NoticeKind.ANSWERED: N_("Your question about a handover was answered."),
    NoticeKind.MESSAGE: N_("Somebody wrote you something about a handover."),
    NoticeKind.ACCEPTED: N_("A partner accepted a handover of yours."),
    NoticeKind.WAITLISTED: N_("A partner put a handover of yours on the waiting list."),
    NoticeKind.DECLINED: N_("A handover of yours does not fit the partner."),
    NoticeKind.UNDONE: N_("An answer to a handover was taken back."),
    NoticeKind.WITHDRAWN: N_("A handover was withdrawn. You need not do anything."),
    NoticeKind.RUNNING: N_("A partner has begun with a handover of yours."),
    NoticeKind.COMPLETED: N_("A partner told what came of a handover."),
    NoticeKind.RETURNED: N_("A handover came back: you answer for the person."),
    NoticeKind.EXPIRED: N_("A handover was closed as not answered."),
    NoticeKind.MISTAKEN: N_("A handover was marked as a mistake. You need not do anything."),
    NoticeKind.INTRODUCTION: N_("An introduction with the three of you was planned."),
    NoticeKind.INTRODUCTION_MOVED: N_("An introduction was moved."),
    NoticeKind.INTRODUCTION_OFF: N_("An introduction was called off."),
    NoticeKind.INTRODUCTION_MISSED: N_("An introduction did not happen."),
    NoticeKind.MOVED_ALONG: N_("A handover moved along: somebody else answers for the person now."),
    NoticeKind.REMIND: N_("A handover still waits for your answer."),
    NoticeKind.ASK_CONTACT: N_("A handover has had no answer for long."),
    NoticeKind.CHOOSE: N_("A handover of yours has had no answer: choose what now."),
    NoticeKind.INTRODUCE: N_("The introduction of a handover is late."),
    NoticeKind.FEEDBACK: N_("Tell what came of a handover."),
    NoticeKind.FEEDBACK_LATE: N_("Nothing was told yet of what came of a handover of yours."),
    NoticeKind.CONSENT_ENDS: N_("A consent ends soon: talk about it with the person."),
    NoticeKind.CONSENT_WITHDRAWN: N_("A person took a consent back. What rested on it has ended."),
    NoticeKind.CONSENT_NARROWED: N_("A person shares less from now on. Look at what is left."),
    NoticeKind.WINDOW_STALE: N_("Is what you offer still right? Look at it and say so."),
    NoticeKind.LETTER_DEAD: N_("A mail could not be delivered."),
}
# Subjects of the emails.
SUBJECTS: dict[NoticeKind, str] = {
    NoticeKind.OFFERED: N_("A handover waits for your answer"),
    NoticeKind.ON_THE_SPOT: N_("Somebody comes to you now"),
    NoticeKind.QUESTION: N_("A question about a handover"),
    NoticeKind.ANSWERED: N_("Your question was answered"),
    NoticeKind.MESSAGE: N_("Somebody wrote you about a handover"),
    NoticeKind.ACCEPTED: N_("A handover was accepted"),
    NoticeKind.WAITLISTED: N_("A handover is on the waiting list"),
    NoticeKind.DECLINED: N_("A handover does not fit"),
    NoticeKind.UNDONE: N_("An answer was taken back"),
    NoticeKind.WITHDRAWN: N_("A handover was withdrawn"),
    NoticeKind.RUNNING: N_("A partner has begun"),
    NoticeKind.COMPLETED: N_("What came of a handover"),
    NoticeKind.RETURNED: N_("A handover came back"),
    NoticeKind.EXPIRED: N_("A handover was closed"),
    NoticeKind.MISTAKEN: N_("A handover was a mistake"),
    NoticeKind.INTRODUCTION: N_("An introduction was planned"),
    NoticeKind.INTRODUCTION_MOVED: N_("An introduction was moved"),
    NoticeKind.INTRODUCTION_OFF: N_("An introduction was called off"),
    NoticeKind.INTRODUCTION_MISSED: N_("An introduction did not happen"),
    NoticeKind.MOVED_ALONG: N_("A handover moved along"),
    NoticeKind.REMIND: N_("A handover still waits"),
    NoticeKind.ASK_CONTACT: N_("A handover has had no answer"),
    NoticeKind.CHOOSE: N_("Choose what now"),
    NoticeKind.INTRODUCE: N_("An introduction is late"),
    NoticeKind.FEEDBACK: N_("What came of a handover?"),
    NoticeKind.FEEDBACK_LATE: N_("A handover of which nothing was told yet"),
    NoticeKind.CONSENT_ENDS: N_("A consent ends soon"),
    NoticeKind.CONSENT_WITHDRAWN: N_("A consent was taken back"),
    NoticeKind.CONSENT_NARROWED: N_("A person shares less from now on"),
    NoticeKind.WINDOW_STALE: N_("Is what you offer still right?"),
    NoticeKind.LETTER_DEAD: N_("A mail could not be delivered"),
}
