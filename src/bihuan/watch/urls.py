"""Addresses of the room."""

from django.urls import path

from bihuan.watch.views import duty, event, rule, statistics, suppression

app_name = "watch"
urlpatterns = [
    path("", duty.desk, name="desk"),
    path("events/", event.events, name="events"),
    path("events/<int:pk>/", event.event, name="event"),
    path("events/<int:pk>/picture.png", event.picture, name="event_picture"),
    path("events/<int:pk>/finding/", event.finding, name="finding"),
    path("events/<int:pk>/raise/", event.raise_now, name="raise"),
    path("events/<int:pk>/quiet/", event.quiet, name="quiet"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("suppressions/", suppression.suppressions, name="suppressions"),
    path("suppressions/<int:pk>/lift/", suppression.lift, name="lift"),
    path("rules/", rule.rules, name="rules"),
    path("rules/<str:key>/", rule.rule, name="rule"),
    path("rules/<str:key>/back-tests/", rule.new_back_test, name="new_back_test"),
    path("back-tests/<int:pk>/", rule.back_test, name="back_test"),
    path("hand-overs/", duty.hand_overs, name="hand_overs"),
    path("hand-overs/<int:pk>/", duty.hand_over_page, name="hand_over"),
    path("maintenance/", duty.maintenance, name="maintenance"),
    path("maintenance/find/", duty.find_point, name="find_point"),
    path("points/<int:pk>/maintenance/", duty.point_maintenance, name="point_maintenance"),
]
