"""The tables that the three pages need, as one would write them in Django. They bear the names of ours."""

import secrets

from django.contrib.auth.models import AbstractUser
from django.db import models

HERE = ("waiting", "talking")


def new_key():
    return secrets.token_urlsafe(12)


class Organisation(models.Model):
    name = models.CharField(max_length=200)

    class Meta:
        db_table = "organisation"


class Worker(AbstractUser):
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    shop_id = models.IntegerField()
    role = models.CharField(max_length=40)

    class Meta:
        db_table = "worker"


class Person(models.Model):
    key = models.CharField(max_length=16, unique=True, default=new_key)
    shop_id = models.IntegerField(db_index=True)
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    birth_year = models.IntegerField(null=True)
    street = models.CharField(max_length=200)
    languages = models.CharField(max_length=200)

    class Meta:
        db_table = "person"


class Opening(models.Model):
    shop_id = models.IntegerField()
    day = models.DateField()
    part = models.CharField(max_length=40)
    opens = models.TimeField()
    closes = models.TimeField()
    state = models.CharField(max_length=40)

    class Meta:
        db_table = "opening"
        constraints = [models.UniqueConstraint(fields=["shop_id", "day", "part"], name="uq_opening")]


class Presence(models.Model):
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT)
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "presence"


class Partner(models.Model):
    """An organisation that takes part: one may come for it."""

    shop_id = models.IntegerField(db_index=True)
    key = models.CharField(max_length=16, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)

    class Meta:
        db_table = "partner"


class Visit(models.Model):
    key = models.CharField(max_length=16, unique=True, default=new_key)
    shop_id = models.IntegerField()
    opening = models.ForeignKey(Opening, null=True, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=40, default="walk_in")
    state = models.CharField(max_length=40, default="waiting")
    about = models.CharField(max_length=200, blank=True)
    day = models.DateField()
    arrived_at = models.DateTimeField()
    helped_by = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="helped")
    helped_from = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    registered_by = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        db_table = "visit"
        indexes = [
            models.Index(fields=["shop_id", "day"], name="ix_visit_shop_day"),
            models.Index(fields=["person", "day"], name="ix_visit_person_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], condition=models.Q(state__in=HERE), name="uq_present")
        ]


class Intention(models.Model):
    key = models.CharField(max_length=64, primary_key=True)
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, db_index=False)
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=300)

    class Meta:
        db_table = "intention"


class AuditEntry(models.Model):
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=40)
    worker_id = models.IntegerField(null=True)
    organisation_id = models.IntegerField(null=True)
    shop_id = models.IntegerField(null=True)
    person_id = models.IntegerField(null=True, db_index=True)
    subject = models.CharField(max_length=40)
    subject_id = models.IntegerField(null=True)
    what = models.CharField(max_length=80, blank=True)
    basis = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict)
    address = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "audit_entry"
        indexes = [models.Index(fields=["worker_id", "at"], name="ix_audit_worker_at")]
