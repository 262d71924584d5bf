"""One sentence, one basis (口径一致): figures judged by different editions are not compared."""

from bihuan.regulations.air.comparison import MixedBasis
from bihuan.reports.definition import Figure


def one_basis(*figures: Figure) -> None:
    """Let pass figures of one basis.

    Raises:
        MixedBasis: two of them were judged by different editions; the sentence must not stand.
    """
    known = [one.answer.edition for one in figures if one.answer.edition]
    for other in known[1:]:
        if other != known[0]:
            raise MixedBasis(known[0], other)
