"""Addresses of the room."""

from django.urls import path

from bihuan.notify.views import channel, inbox, outbox, roster, text

app_name = "notify"
urlpatterns = [
    path("", inbox.notices, name="notices"),
    path("<int:pk>/", inbox.open_notice, name="open"),
    path("read/", inbox.read_all, name="read_all"),
    path("bell/", inbox.bell, name="bell"),
    path("preference/", inbox.preference, name="preference"),
    path("postings/", outbox.postings, name="postings"),
    path("postings/<int:pk>/", outbox.posting, name="posting"),
    path("postings/<int:pk>/picture.png", outbox.posting_picture, name="posting_picture"),
    path("channels/", channel.channels, name="channels"),
    path("channels/new/<slug:code>/", channel.new_channel, name="new_channel"),
    path("channels/<int:pk>/", channel.channel, name="channel"),
    path("channels/<int:pk>/test/", channel.test_channel, name="test_channel"),
    path("channels/<int:pk>/members/", channel.add_member, name="add_member"),
    path("channels/<int:pk>/members/<int:member>/", channel.drop_member, name="drop_member"),
    path("texts/", text.texts, name="texts"),
    path("texts/<str:key>/", text.text, name="text"),
    path("deliveries/", outbox.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/retry/", outbox.retry, name="retry"),
    path("deliveries/<int:pk>/drop/", outbox.drop, name="drop"),
    path("rosters/", roster.rosters, name="rosters"),
    path("rosters/new/", roster.new_roster, name="new_roster"),
    path("rosters/<int:pk>/", roster.roster, name="roster"),
    path("rosters/<int:pk>/shifts/", roster.add_shift, name="add_shift"),
    path("rosters/<int:pk>/shifts/<int:shift>/", roster.drop_shift, name="drop_shift"),
]
