"""People: the list, a person's file, a new account (人员与账号)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from bihuan.accounts.forms.people import NewPersonForm, PeopleForm, PersonForm, PostForm
from bihuan.accounts.forms.setting import ReasonForm
from bihuan.accounts.models import User
from bihuan.accounts.queries.people import (
    MAY_SEE_PEOPLE,
    MAY_SEE_PERSONAL,
    history_of,
    is_locked,
    people_list,
    people_visible_to,
    posts_of,
)
from bihuan.accounts.roles import Role
from bihuan.accounts.services.person import NameTaken, NewPerson, change_person, create_person
from bihuan.accounts.services.second_factor import has_factor
from bihuan.accounts.views.access import person, post_page
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest


@post_page(*MAY_SEE_PEOPLE)
def people(request: PageRequest) -> HttpResponse:
    """The people that this person may look at (人员列表)."""
    form = PeopleForm(request.GET)
    page = page_of(people_list(form.filter(), user=person(request), now=request.now), request)
    context = {"form": form, "page": page, "may_manage": _manages(request)}
    parts = {"list": "accounts/part/people_list.html"}
    return render_page(request, "accounts/people.html", context, parts=parts)


@post_page(*MAY_SEE_PEOPLE)
def person_file(request: PageRequest, pk: int) -> HttpResponse:
    """One person: account, posts, history (人员档案)."""
    found = visible_person(request, pk)
    context = {
        "person": found,
        "posts": posts_of(found),
        "history": history_of(found),
        "has_factor": has_factor(found),
        "is_locked": is_locked(found, request.now),
        "signature": found.signatures.select_related("agreement").order_by("-at").first(),
        "may_manage": _manages(request) and found != person(request),
        "may_reveal": person(request).may_act_as(MAY_SEE_PERSONAL),
        "post_form": PostForm(),
        "reason": ReasonForm(),
    }
    return render(request, "accounts/person.html", context)


@post_page(Role.SECURITY_ADMIN)
def new_person(request: PageRequest) -> HttpResponse:
    """Make an account; its first password is shown once (新建账号)."""
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, password = create_person(
                NewPerson(**form.told), by=person(request), now=request.now
            )
            return first_password_page(request, made, password)
        except NameTaken as error:
            form.add_error("username", str(error))
    context = {"form": form, "title": "新建账号", "submit": "新建并生成初始密码"}
    return render(request, "accounts/person_form.html", context)


@post_page(Role.SECURITY_ADMIN)
def edit_person(request: PageRequest, pk: int) -> HttpResponse:
    """Change what is on file of a person (修改账号资料)."""
    found = visible_person(request, pk)
    form = PersonForm(request.POST or None, initial=PersonForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        change_person(found, form.told, by=person(request), now=request.now)
        messages.success(request, f"{found} 的账号资料已保存。")
        return redirect("accounts:person", pk)
    context = {"form": form, "title": f"修改 {found}", "submit": "保存", "person": found}
    return render(request, "accounts/person_form.html", context)


def first_password_page(request: PageRequest, made: User, password: str) -> HttpResponse:
    """Shows a first password, once; the page is kept by no cache."""
    context = {"person": made, "password": password}
    answer = render(request, "accounts/first_password.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def visible_person(request: PageRequest, pk: int) -> User:
    """The account, if this person may look at it.

    Raises:
        Http404: there is none.
        PermissionDenied: it lies outside of what he may see.
    """
    rows = people_visible_to(person(request)).select_related("organisation")
    found = rows.filter(pk=pk).first()
    if found is not None:
        return found
    if User.objects.filter(pk=pk).exists():
        raise PermissionDenied("该人员不在您的管理范围内")
    raise Http404(f"没有编号为 {pk} 的人员")


def _manages(request: PageRequest) -> bool:
    return person(request).may_act_as({Role.SECURITY_ADMIN})
