"""The three pages in Django: synchronous views, forms, the ORM and templates."""

from functools import wraps

from django import forms
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, Max, OuterRef
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from app.core.text_rules import fold
from app.web.security import HEADERS
from tests.bench.django_shop.models import (
    HERE,
    AuditEntry,
    Intention,
    Opening,
    Partner,
    Person,
    Presence,
    Visit,
    new_key,
)

AT_THE_DOOR = {"host", "front_office", "coordinator"}


def protecting_headers(get_response):
    def middleware(request):
        response = get_response(request)
        for name, value in HEADERS.items():
            response[name] = value
        response.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def doorkeeper(view):
    @wraps(view)
    def guarded(request):
        if not request.user.is_authenticated:
            return redirect("/sign-in")
        if request.user.role not in AT_THE_DOOR:
            return HttpResponse(status=404)
        return view(request)

    return guarded


class See(HttpResponseRedirect):
    status_code = 303


class Arrival(forms.Form):
    intention = forms.CharField(max_length=64)
    person = forms.CharField(max_length=64, required=False)
    about = forms.CharField(max_length=200, required=False)


class Sought(forms.Form):
    q = forms.CharField(max_length=100, required=False)


def on_record(request, at, **what):
    user = request.user
    return AuditEntry(
        at=at,
        worker_id=user.id,
        organisation_id=user.organisation_id,
        shop_id=user.shop_id,
        basis="door",
        address=request.META.get("REMOTE_ADDR", ""),
        **what,
    )


def claimed(key, worker, at):
    try:
        with transaction.atomic():
            Intention.objects.create(key=key, worker=worker, made_at=at, answer="/door")
    except IntegrityError:
        return False
    return True


@require_POST
@doorkeeper
def register(request):
    form = Arrival(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    at, shop, given = timezone.now(), request.user.shop_id, form.cleaned_data
    here = timezone.localtime(at)
    person = get_object_or_404(Person, key=given["person"], shop_id=shop) if given["person"] else None
    if not claimed(given["intention"], request.user, at):
        return See("/door")
    if person and Visit.objects.filter(person=person, day=here.date(), state__in=HERE).exists():
        return See("/door")
    opening = Opening.objects.filter(
        shop_id=shop, day=here.date(), state="open", opens__lte=here.time(), closes__gt=here.time()
    ).first()
    visit = Visit.objects.create(
        shop_id=shop,
        opening=opening,
        person=person,
        about=given["about"],
        day=here.date(),
        arrived_at=at,
        registered_by=request.user,
    )
    details = {f.attname: [None, str(f.value_from_object(visit))] for f in Visit._meta.fields}
    on_record(
        request,
        at,
        kind="change",
        subject="visit",
        subject_id=visit.id,
        what="added",
        details=details,
        person_id=visit.person_id,
    ).save()
    return See("/door")


@require_GET
@doorkeeper
@transaction.non_atomic_requests
def board(request):
    at = timezone.now()
    day = timezone.localdate(at)
    today = Visit.objects.filter(shop_id=request.user.shop_id, day=day).select_related(
        "person", "helped_by__organisation"
    )
    now = list(today.filter(state__in=HERE).order_by("arrived_at", "id"))
    over = list(today.exclude(state__in=HERE).order_by("-ended_at", "-id")[:8])
    counts = dict(today.order_by().values_list("state").annotate(Count("id")))
    persons = {visit.person_id for visit in [*now, *over] if visit.person_id}
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    seen = AuditEntry.objects.filter(
        person_id__in=persons, worker_id=request.user.id, at__gte=midnight, kind="look", what="board"
    ).values_list("person_id", flat=True)
    if unseen := persons - set(seen):
        AuditEntry.objects.bulk_create(
            on_record(request, at, kind="look", subject="visit", what="board", person_id=number) for number in unseen
        )
    shop, clock = request.user.shop_id, timezone.localtime(at).time()
    opening = Opening.objects.filter(shop_id=shop, day=day, state="open", opens__lte=clock, closes__gt=clock).first()
    present = list(
        Presence.objects.filter(opening=opening, until=None).select_related("worker__organisation").order_by("since")
    )
    for visit in now:
        visit.minutes = max(0, int((at - visit.arrived_at).total_seconds() // 60))
    context = {
        "waiting": [visit for visit in now if visit.state == "waiting"],
        "talking": [visit for visit in now if visit.state == "talking"],
        "present": present,
        "partners": Partner.objects.filter(shop_id=shop).select_related("organisation").order_by("organisation__name"),
        "over": over,
        "done": counts.get("done", 0),
        "left": counts.get("left", 0),
        "total": sum(counts.values()),
    }
    return render(request, "board.html", context)


@require_POST
@doorkeeper
def search(request):
    form = Sought(request.POST)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    at, found = timezone.now(), []
    if len(typed) >= 3:
        present = Visit.objects.filter(person=OuterRef("pk"), day=timezone.localdate(at), state__in=HERE)
        people = Person.objects.filter(shop_id=request.user.shop_id)
        for word in fold(typed).split():
            people = people.filter(folded__contains=word)
        found = list(people.annotate(last=Max("visit__day"), is_here=Exists(present)).order_by("folded")[:20])
        AuditEntry.objects.bulk_create(
            on_record(request, at, kind="search", subject="person", person_id=person and person.id)
            for person in found or [None]
        )
    for person in found:
        person.intention = new_key()
    return render(
        request, "hits.html", {"form": form, "hits": found, "typed": typed, "intentions": [new_key(), new_key()]}
    )
