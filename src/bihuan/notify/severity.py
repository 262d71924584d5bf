"""How urgent a notice is (紧急程度)."""

from django.db.models import TextChoices


class Severity(TextChoices):
    """Urgency of a notice; the highest breaks quiet hours and reaches whoever is on call."""

    LOW = "low", "一般"
    NORMAL = "normal", "普通"
    HIGH = "high", "紧急"
    HIGHEST = "highest", "特急"

    @property
    def rank(self) -> int:
        """Place in the order from low to highest.

        >>> Severity.HIGH.rank > Severity.NORMAL.rank
        True
        """
        return list(Severity).index(self)

    def reaches(self, least: str) -> bool:
        """Whether this is at least as urgent as asked.

        >>> Severity.HIGH.reaches("normal"), Severity.LOW.reaches("high")
        (True, False)
        """
        return self.rank >= Severity(least).rank
