"""Rules for planning workers, their languages, and how many talks they have room for. Pure."""

import re
from collections.abc import Iterable
from datetime import datetime

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.text_rules import N_, fold
from app.shop.half_days.models import Presence

CLOSED_NOW = N_("The shop is closed now. Open it first, then say who is there.")
NOT_OF_THIS_SHOP = N_("This worker does not work in this shop.")
ONLY_COORDINATOR_PLANS_OTHERS = N_("Only a coordinator can plan for a colleague.")
NOT_PRESENT = N_("First say that you are here.")


def may_plan(worker_id: int, actor: Actor) -> bool:
    """Whether the actor may plan this worker: everybody themselves, a coordinator everybody."""
    return worker_id == actor.worker_id or actor.is_coordinator


def split_languages(text: str) -> list[str]:
    """The languages in a free text: "Turks, een beetje Arabisch" gives two."""
    return [word.strip() for word in re.split(r"[,;/]|\b(?:en|and)\b", text) if word.strip()]


def speakers_by_language(workers: Iterable[Worker]) -> list[tuple[str, list[Worker]]]:
    """Each language these workers speak, with its speakers, the rarest language first."""
    speakers: dict[str, tuple[str, list[Worker]]] = {}
    for worker in workers:
        for language in dict.fromkeys(split_languages(worker.languages)):
            speakers.setdefault(fold(language), (language, []))[1].append(worker)
    return sorted(speakers.values(), key=lambda pair: (len(pair[1]), fold(pair[0])))


def talks_left(presence: Presence, begun: Iterable[datetime]) -> int | None:
    """How many more talks a worker has room for: the number they gave, minus the talks started since.

    `begun`: when their talks started. None when they gave no number.
    """
    if presence.talks is None or presence.talks_said_at is None:
        return None
    return max(0, presence.talks - sum(at >= presence.talks_said_at for at in begun))
