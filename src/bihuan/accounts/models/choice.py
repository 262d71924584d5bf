"""A column of choices that the database itself holds to them."""

from django.db import models


def one_of(field: str, choices: type[models.TextChoices], *, name: str) -> models.CheckConstraint:
    """Constraint that a column holds one of its choices, so that a bulk import cannot slip past."""
    return models.CheckConstraint(
        name=name, condition=models.Q(**{f"{field}__in": sorted(choices.values)})
    )
