"""The satisfaction survey (SKM, PermenPANRB 14/2017) as arithmetic: exact fractions, rounded only to be shown.

NRR is the mean of one element; IKM is 25 times the sum of the nine NRR, divided by nine: exactly one ninth each, so
that a perfect survey is 100.00. Grades are read off the index rounded half up to two decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

LOWEST, HIGHEST = 1, 4
_CHI_SQUARE = Fraction(3841, 1000)  # 95 %, one degree of freedom (Krejcie and Morgan, as the regulation prints it)
_SPREAD, _ERROR = Fraction(1, 4), Fraction(25, 10_000)


class Element(StrEnum):
    """The nine elements of service, in the order of the regulation."""

    REQUIREMENTS = "u1"
    PROCEDURE = "u2"
    TIME = "u3"
    COST = "u4"
    PRODUCT = "u5"
    COMPETENCE = "u6"
    CONDUCT = "u7"
    COMPLAINTS = "u8"
    FACILITIES = "u9"


class Grade(StrEnum):
    """Quality of service, worst to best."""

    D = "D"
    C = "C"
    B = "B"
    A = "A"


BOUNDS: tuple[tuple[Decimal, Grade], ...] = (
    (Decimal("88.31"), Grade.A),
    (Decimal("76.61"), Grade.B),
    (Decimal("65.00"), Grade.C),
    (Decimal("25.00"), Grade.D),
)


class NoAnswers(ValueError):
    """There is no mean of nothing."""


@dataclass(frozen=True, slots=True)
class Score:
    """What `count` answers make together; `means` are the nine NRR in the order of the elements."""

    count: int
    means: tuple[Fraction, ...]

    @property
    def weighted(self) -> tuple[Fraction, ...]:
        """NRR tertimbang: each mean times one ninth."""
        return tuple(mean / len(Element) for mean in self.means)

    @property
    def index(self) -> Decimal:
        """IKM, rounded to two decimals."""
        return rounded(25 * sum(self.weighted, Fraction()))

    @property
    def grade(self) -> Grade:
        """Quality of the whole service."""
        return grade(self.index)

    @property
    def grades(self) -> tuple[Grade, ...]:
        """Quality of each element: its mean on the scale of the index."""
        return tuple(grade(rounded(25 * mean)) for mean in self.means)

    @property
    def weakest(self) -> Element:
        """Find the element with the lowest mean; the first of equals."""
        return min(zip(self.means, Element, strict=True), key=lambda pair: pair[0])[1]


def score(count: int, sums: Sequence[int]) -> Score:
    """The score of `count` answers whose points add up to `sums`, element by element. Raises NoAnswers."""
    if count < 1:
        raise NoAnswers
    if len(sums) != len(Element) or any(not LOWEST * count <= total <= HIGHEST * count for total in sums):
        raise ValueError("nine sums of points from 1 to 4 are needed")
    return Score(count, tuple(Fraction(total, count) for total in sums))


def grade(index: Decimal) -> Grade:
    """Grade an index that is rounded to two decimals (25.00 to 100.00)."""
    for least, letter in BOUNDS:
        if index >= least:
            return letter
    raise ValueError("an index lies between 25 and 100")


def needed(users: int) -> int:
    """How many answers represent `users` (Krejcie and Morgan), rounded half up; never more than there are."""
    if users < 1:
        return 0
    most = _CHI_SQUARE * users * _SPREAD
    return int(most / (_ERROR * (users - 1) + _CHI_SQUARE * _SPREAD) + Fraction(1, 2))


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """`value` (not negative) with so many decimals, halves up."""
    shifted = int(value * 10**places + Fraction(1, 2))
    return Decimal(shifted).scaleb(-places)
