"""Enterprises: the list, and one of them with everything that belongs to it (一企一档)."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from bihuan.accounts.views.access import person
from bihuan.registry.forms.listing import EnterpriseForm
from bihuan.registry.ledger.ledger import ledger_of
from bihuan.registry.ledger.query import Chosen, heads, listed, may_change
from bihuan.registry.models import Enterprise
from bihuan.registry.queries import enterprise_list
from bihuan.registry.queries.enterprise_file import enterprise_file
from bihuan.registry.views.access import business_page, visible
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest


@business_page
def enterprises(request: PageRequest) -> HttpResponse:
    """The enterprises within this person's scope (企业名录)."""
    form = EnterpriseForm(request.GET, user=person(request))
    page = page_of(enterprise_list(form.filter(), user=person(request)), request)
    parts = {"list": "registry/part/enterprise_list.html"}
    may_write = ledger_of("enterprises").may_write(person(request))
    context = {"form": form, "page": page, "may_write": may_write}
    return render_page(request, "registry/enterprises.html", context, parts=parts)


@business_page
def enterprise(request: PageRequest, pk: int) -> HttpResponse:
    """One enterprise's file (一企一档)."""
    found = visible(Enterprise.objects.select_related("district"), person(request), pk)
    user, own, permits = person(request), ledger_of("enterprises"), ledger_of("permits")
    held = permits.sheet.rows(user).filter(enterprise=found)
    chosen = Chosen(columns=("number", "number_state", "management", "end", "standing"))
    context = {
        "file": enterprise_file(found, user=user),
        "permits": list(listed(permits, held, chosen, localdate(request.now))),
        "permit_heads": heads(permits, chosen),
        "may_change": own.may_write(user) and may_change(own, user, found),
    }
    return render_page(request, "registry/enterprise.html", context)
