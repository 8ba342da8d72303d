"""Every table, for Alembic, for app.wiring and for tests; nothing else imports this."""

from app.accounts import models as accounts  # noqa: F401
from app.audit import models as audit  # noqa: F401
from app.calendars import models as calendars  # noqa: F401
from app.consents import models as consents  # noqa: F401
from app.core import duties, intentions, pulse, rate_limits  # noqa: F401
from app.finding import models as finding  # noqa: F401
from app.handovers import models as handovers  # noqa: F401
from app.importing import models as importing  # noqa: F401
from app.journeys import models as journeys  # noqa: F401
from app.journeys import steps  # noqa: F401
from app.linking import models as linking  # noqa: F401
from app.notes import models as notes  # noqa: F401
from app.notices import models as notices  # noqa: F401
from app.offer_links import models as offer_links  # noqa: F401
from app.outcomes import models as outcomes  # noqa: F401
from app.own_plans import models as own_plans  # noqa: F401
from app.partners import models as partners  # noqa: F401
from app.people import links  # noqa: F401
from app.people import models as people  # noqa: F401
from app.post import models as post  # noqa: F401
from app.shops import models as shops  # noqa: F401
from app.tablets import models as tablets  # noqa: F401
from app.talks import models as talks  # noqa: F401
from app.visits import models as visits  # noqa: F401
