"""Which rows of an archive a person may take out or bring in."""

from typing import Any

from django.db.models import CharField, ForeignKey, Model, Q, QuerySet
from django.db.models.functions import Cast

from bihuan.accounts.models import District, Organisation, User
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.registry.archive.beside import models_beside
from bihuan.registry.archive.kind import archived_models
from bihuan.registry.models import ChangeRecord
from bihuan.registry.permission import MAY_REGISTER


def rows_of(model: type[Model], user: User | None) -> "QuerySet[Any]":
    """The rows within a person's reach (None: all), with what they refer to.

    A model without a scope of its own is seen through what it belongs to.
    """
    if beside := models_beside().get(model._meta.label_lower):
        return beside.rows(user)
    rows = model._default_manager.all()
    if user is None or user.is_demo_master:
        return rows
    if model is District:
        return rows.filter(pk__in=_districts(user))
    if model is Organisation:
        return rows.filter(pk__in=_organisations(user))
    if model is ChangeRecord:
        return rows.filter(of_reached(user))
    if isinstance(rows, ScopedQuerySet):
        return rows.visible_to(user, roles=MAY_REGISTER)
    return rows.filter(_belongs(model, user))


def _belongs(model: type[Model], user: User) -> Q:
    """Condition that everything that a row must belong to lies within reach."""
    condition = Q()
    for field in model._meta.concrete_fields:
        if not isinstance(field, ForeignKey) or field.null:
            continue
        target: type[Model] = field.remote_field.model
        if target._meta.app_label == "registry":
            condition &= Q(**{f"{field.name}__in": rows_of(target, user).order_by().values("pk")})
    return condition


def of_reached(user: User) -> Q:
    """Condition that a row that names an object by kind and number names one within reach.

    What was said of an object that is no more is nobody's.
    """
    condition = Q()
    for model in archived_models():
        if model is not ChangeRecord and model._meta.label_lower not in models_beside():
            keys = rows_of(model, user).order_by().annotate(text=Cast("pk", CharField()))
            told = Q(object_kind=model._meta.label_lower, object_id__in=keys.values("text"))
            condition |= told
    return condition


def _districts(user: User) -> set[str]:
    """The districts within reach and those above them, which they name."""
    reached = District.objects.visible_to(user, roles=MAY_REGISTER)
    codes = set(reached.values_list("code", flat=True))
    above = {code[:length] for code in codes for length in (2, 4, 6)}
    known = District.objects.filter(code__in=above).values_list("code", flat=True)
    return codes | set(known)


def _organisations(user: User) -> set[int]:
    """The bodies of these districts, those that are referred to, and those above them."""
    chosen = set(
        Organisation.objects.filter(district__in=_districts(user)).values_list("pk", flat=True)
    )
    for relation in Organisation._meta.related_objects:
        model = relation.related_model
        if model._meta.app_label == "registry" and isinstance(relation.field, ForeignKey):
            keys = rows_of(model, user).order_by().values_list(relation.field.attname, flat=True)
            chosen |= {key for key in keys if key is not None}
    while missing := _parents(chosen) - chosen:
        chosen |= missing
    return chosen


def _parents(keys: set[int]) -> set[int]:
    rows = Organisation.objects.filter(pk__in=keys, parent__isnull=False)
    return {key for key in rows.values_list("parent", flat=True) if key is not None}
