"""Every table, for Alembic and for whatever walks the tables (app.wiring)."""

import app.accounts.models
import app.audit.models
import app.core.change_counter
import app.core.idempotency
import app.core.rate_limits
import app.core.scheduled_jobs
import app.front_desk.kiosk.models
import app.front_desk.visits.models
import app.guidance.calendars.models
import app.guidance.intakes.models
import app.guidance.journeys.models
import app.guidance.journeys.step_models
import app.guidance.notes.models
import app.handovers.consents.models
import app.handovers.lifecycle.models
import app.handovers.offer_links.models
import app.handovers.shared_plans.models
import app.messages.mail_outbox.models
import app.messages.notifications.models
import app.outcomes.models
import app.people.people.models
import app.people.people.person_aliases
import app.people.search.models
import app.records.duplicates.models
import app.records.register_import.models
import app.shop.half_days.models
import app.shop.lists.models
import app.shop.partners.models
import app.shop.roster.models
import app.shop.shops.models  # noqa: F401
