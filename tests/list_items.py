"""A few items in the lists of a shop, for tests that need some."""

from app.shop.lists.models import ListItem, ListName, OutcomeClass


def add_list_items(world) -> dict[str, ListItem]:
    """Adds the items and returns them by code."""
    made = {}
    for name, code, dutch, grouping in (
        (ListName.TOPIC, "work", "werk", ""),
        (ListName.TOPIC, "study", "opleiding", ""),
        (ListName.OBSTACLE, "language", "taal", ""),
        (ListName.OBSTACLE, "money", "geldzorgen", ""),
        (ListName.OUTCOME, "paid-work", "Betaald werk", OutcomeClass.OUTFLOW),
        (ListName.OUTCOME, "internship", "Stage", OutcomeClass.OUTFLOW),
        (ListName.OUTCOME, "course", "Cursus of taalles", OutcomeClass.STEP),
        (ListName.OUTCOME, "moved", "Verhuisd", OutcomeClass.NEUTRAL_END),
    ):
        made[code] = ListItem(
            shop_id=world.shop.id, list=name, code=code, name_nl=dutch, grouping=grouping, position=len(made)
        )
    world.db.add_all(made.values())
    world.db.flush()
    return made
