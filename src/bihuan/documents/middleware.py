"""What a request is told when the store of contents does not answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.accounts.middleware import Middleware
from bihuan.documents.error import NotStored


class StoreMiddleware(Middleware):
    """Answers an outage of the store (附件存储不可用) where no view has put it beside its form.

    The page leads back to what was typed; scripts and pictures get the sentence alone.
    """

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """503 with the sentence; other errors pass."""
        if not isinstance(error, NotStored):
            return None
        is_page = "text/html" in request.headers.get("Accept", "")
        if is_page and "HX-Request" not in request.headers:
            return render(request, "503.html", {"sentence": str(error)}, status=503)
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
