from django.urls import path

from tests.bench.django_shop import views

urlpatterns = [
    path("door", views.search),
    path("door/board", views.board),
    path("door/visits", views.register),
]
