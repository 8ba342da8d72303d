"""The form for email preferences."""

from app.accounts.forms import MailAddressForm
from app.messages.notifications.models import MailFrequency


class PreferencesForm(MailAddressForm):
    pace: MailFrequency
