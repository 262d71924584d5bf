"""Spells: neighbouring hits of one series become one, with begin and end."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bihuan.rules.panel import BoolArray

PositionArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spells:
    """Runs of hits (连续过程), positions half-open. shape (n,) each."""

    row: PositionArray
    begin: PositionArray
    end: PositionArray

    def __len__(self) -> int:
        return len(self.row)


def spells(
    hits: BoolArray, *, least: int = 1, bridge: int = 0, fresh: BoolArray | None = None
) -> Spells:
    """Runs of hits in each row.

    Args:
        hits: shape (series, time)
        least: shorter runs are dropped. [periods]
        bridge: gaps up to this length join two runs. [periods]
        fresh: where a new run begins although the period before is a hit, too; such runs are
            never joined. shape (series, time)

    >>> found = spells(np.array([[1, 1, 0, 1, 0, 0, 1]], dtype=bool), least=2, bridge=1)
    >>> found.begin.tolist(), found.end.tolist()
    ([0], [4])
    >>> fresh = np.array([[False, False, True, False]])
    >>> spells(np.ones((1, 4), dtype=bool), fresh=fresh).begin.tolist()
    [0, 2]
    """
    edges = np.zeros((hits.shape[0], hits.shape[1] + 2), dtype=np.bool_)
    edges[:, 1:-1] = hits
    parts = edges[:, 1:] != edges[:, :-1]
    if fresh is not None:
        parts[:, :-1] |= fresh & hits
    row, begin = np.nonzero(parts[:, :-1] & edges[:, 1:-1])
    _, end = np.nonzero(parts[:, 1:] & edges[:, 1:-1])
    end += 1
    if bridge and len(row) > 1:
        gaps = begin[1:] - end[:-1]
        joins = (row[1:] == row[:-1]) & (gaps > 0) & (gaps <= bridge)
        opens, closes = np.append(True, ~joins), np.append(~joins, True)
        row, begin, end = row[opens], begin[opens], end[closes]
    long = end - begin >= least
    return Spells(row[long], begin[long], end[long])


def filled(found: Spells, shape: tuple[int, int]) -> BoolArray:
    """The spells as hits again, joined gaps included. shape (series, time)

    >>> filled(spells(np.array([[True, False, True]]), bridge=1), (1, 3)).tolist()
    [[True, True, True]]
    """
    edges = np.zeros((shape[0], shape[1] + 1), dtype=np.int64)
    np.add.at(edges, (found.row, found.begin), 1)
    np.add.at(edges, (found.row, found.end), -1)
    return np.asarray(edges[:, :-1].cumsum(axis=1) > 0)
