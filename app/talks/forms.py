"""What is typed in a talk."""

from app.core.text import Key, Story, Tick
from app.journeys.forms import Version
from app.talks.models import Section
from app.web.forms import Form


class PassageForm(Form):
    """One passage. `over` and `both` answer a conflict: replace that version, or put both texts below each other."""

    section: Section
    subject: Key = ""
    text: Story = ""
    listed: Tick = False  # this is an item of a list, with a box to tick
    ticked: Tick = False
    version: Version = 0
    over: Version | None = None
    both: Version | None = None


class TopicsForm(Form):
    """`seen` are the topics that were ticked on the page as it was read: what differs is what this worker did."""

    topic: list[Key] = []
    seen: list[Key] = []
