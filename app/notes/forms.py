"""What is typed in a note."""

from app.core.text import RequiredStory
from app.web.forms import Form


class NoteForm(Form):
    text: RequiredStory
