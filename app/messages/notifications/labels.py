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
    NoticeKind.OFFERED: N_("A handover is waiting for your answer."),
    NoticeKind.ON_THE_SPOT: N_("Someone from the shop is on their way to you with a person."),
    NoticeKind.QUESTION: N_("A partner has a question about one of your handovers."),
    NoticeKind.ANSWERED: N_("Your question about a handover was answered."),
    NoticeKind.MESSAGE: N_("Someone wrote to you about a handover."),
    NoticeKind.ACCEPTED: N_("A partner accepted one of your handovers."),
    NoticeKind.WAITLISTED: N_("A partner put one of your handovers on the waiting list."),
    NoticeKind.DECLINED: N_("One of your handovers does not fit the partner."),
    NoticeKind.UNDONE: N_("An answer to a handover was taken back."),
    NoticeKind.WITHDRAWN: N_("A handover was withdrawn. You do not need to do anything."),
    NoticeKind.RUNNING: N_("A partner has started on one of your handovers."),
    NoticeKind.COMPLETED: N_("A partner reported what came of a handover."),
    NoticeKind.RETURNED: N_("A handover came back. You are responsible for the person again."),
    NoticeKind.EXPIRED: N_("A handover was closed because there was no answer."),
    NoticeKind.MISTAKEN: N_("A handover was made by mistake. You do not need to do anything."),
    NoticeKind.INTRODUCTION: N_("An introduction with the three of you was planned."),
    NoticeKind.INTRODUCTION_MOVED: N_("An introduction was rescheduled."),
    NoticeKind.INTRODUCTION_OFF: N_("An introduction was cancelled."),
    NoticeKind.INTRODUCTION_MISSED: N_("An introduction did not take place."),
    NoticeKind.MOVED_ALONG: N_("Someone else is now responsible for the person in a handover."),
    NoticeKind.REMIND: N_("A handover is still waiting for your answer."),
    NoticeKind.ASK_CONTACT: N_("A handover has had no answer for a long time."),
    NoticeKind.CHOOSE: N_("One of your handovers has had no answer. Choose what to do next."),
    NoticeKind.INTRODUCE: N_("The introduction for a handover is overdue."),
    NoticeKind.FEEDBACK: N_("Report what came of a handover."),
    NoticeKind.FEEDBACK_LATE: N_("You have not heard yet what came of one of your handovers."),
    NoticeKind.CONSENT_ENDS: N_("A consent ends soon. Talk to the person about it."),
    NoticeKind.CONSENT_WITHDRAWN: N_("A person withdrew a consent. What depended on it has ended."),
    NoticeKind.CONSENT_NARROWED: N_("A person now shares less. Check what you can still see."),
    NoticeKind.WINDOW_STALE: N_("Is what you offer still right? Check it and confirm."),
    NoticeKind.LETTER_DEAD: N_("An email could not be delivered."),
}
# Subjects of the emails.
SUBJECTS: dict[NoticeKind, str] = {
    NoticeKind.OFFERED: N_("A handover is waiting for your answer"),
    NoticeKind.ON_THE_SPOT: N_("Someone is on their way to you"),
    NoticeKind.QUESTION: N_("A question about a handover"),
    NoticeKind.ANSWERED: N_("Your question was answered"),
    NoticeKind.MESSAGE: N_("Someone wrote to you about a handover"),
    NoticeKind.ACCEPTED: N_("A handover was accepted"),
    NoticeKind.WAITLISTED: N_("A handover is on the waiting list"),
    NoticeKind.DECLINED: N_("A handover does not fit"),
    NoticeKind.UNDONE: N_("An answer was taken back"),
    NoticeKind.WITHDRAWN: N_("A handover was withdrawn"),
    NoticeKind.RUNNING: N_("A partner has started"),
    NoticeKind.COMPLETED: N_("What came of a handover"),
    NoticeKind.RETURNED: N_("A handover came back"),
    NoticeKind.EXPIRED: N_("A handover was closed"),
    NoticeKind.MISTAKEN: N_("A handover was made by mistake"),
    NoticeKind.INTRODUCTION: N_("An introduction was planned"),
    NoticeKind.INTRODUCTION_MOVED: N_("An introduction was rescheduled"),
    NoticeKind.INTRODUCTION_OFF: N_("An introduction was cancelled"),
    NoticeKind.INTRODUCTION_MISSED: N_("An introduction did not take place"),
    NoticeKind.MOVED_ALONG: N_("A handover has a new responsible worker"),
    NoticeKind.REMIND: N_("A handover is still waiting"),
    NoticeKind.ASK_CONTACT: N_("A handover has had no answer"),
    NoticeKind.CHOOSE: N_("Choose what to do next"),
    NoticeKind.INTRODUCE: N_("An introduction is overdue"),
    NoticeKind.FEEDBACK: N_("What came of a handover?"),
    NoticeKind.FEEDBACK_LATE: N_("No news yet about a handover"),
    NoticeKind.CONSENT_ENDS: N_("A consent ends soon"),
    NoticeKind.CONSENT_WITHDRAWN: N_("A consent was withdrawn"),
    NoticeKind.CONSENT_NARROWED: N_("A person now shares less"),
    NoticeKind.WINDOW_STALE: N_("Is what you offer still right?"),
    NoticeKind.LETTER_DEAD: N_("An email could not be delivered"),
}
