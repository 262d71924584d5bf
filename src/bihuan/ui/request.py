"""A request as it reaches a view: what our middleware has added, typed."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class PageRequest(HttpRequest):
    """A request with its time of arrival and what HTMX says about it.

    Attributes:
        now: when the request arrived, aware; views and templates take the time from here.
        clock: the running clock, for answers that go on after the view returned (live streams).
        htmx: true for a request of HTMX, with its target.
    """

    now: datetime
    clock: Callable[[], datetime]
    htmx: HtmxDetails
