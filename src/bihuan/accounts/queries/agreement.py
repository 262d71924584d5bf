"""Which secrecy agreement is in force, and who has signed it."""

from django.db.models import QuerySet

from bihuan.accounts.models import Agreement, AgreementSignature, User


def agreement_in_force() -> Agreement | None:
    """The newest version (现行保密协议); none before the first was published."""
    return Agreement.objects.order_by("-version").first()


def agreement_due(user: User) -> Agreement | None:
    """The version that this person has yet to sign."""
    newest = agreement_in_force()
    if newest is None or newest.signatures.filter(user=user).exists():
        return None
    return newest


def signatures_of(agreement: Agreement) -> QuerySet[AgreementSignature]:
    """Who has signed this version, newest first."""
    return agreement.signatures.select_related("user", "user__organisation").order_by("-at")


def unsigned_people(agreement: Agreement) -> QuerySet[User]:
    """Whose accounts wait for a signature (未签署人员)."""
    people = User.objects.filter(is_active=True).exclude(signatures__agreement=agreement)
    return people.select_related("organisation").order_by("username")
