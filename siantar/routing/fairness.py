"""Fair shares of working time: everybody at work counts, who carries nothing yet too; breaks are nobody's work."""

from __future__ import annotations

from siantar.routing.plan import Plan
from siantar.routing.problem import Problem, working_time

FAIR = 1.08  # longest share over its fair one that needs no further pass; promised to people is 1.10


def shares_of(problem: Problem, total: int) -> dict[str, int]:
    """Compute fair seconds of work for each: what is owed from other days is made good, and who has less time left
    than that takes what fits, the others the rest."""
    open_to_more, shares = list(problem.at_work), dict[str, int]()
    left = total
    while open_to_more:
        even = (left + sum(courier.owed for courier in open_to_more)) // len(open_to_more)
        short = [courier for courier in open_to_more if working_time(courier) < even - courier.owed]
        for courier in short or open_to_more:
            shares[courier.id] = max(1, min(working_time(courier), even - courier.owed))
            left -= shares[courier.id] if short else 0
        open_to_more = [courier for courier in open_to_more if courier not in short] if short else []
    return shares


def is_fair(plan: Plan, problem: Problem) -> bool:
    """Whether nobody works much longer than their share."""
    shares = shares_of(problem, sum(tour.active for tour in plan.tours))
    return all(tour.active <= FAIR * shares.get(tour.courier, 0) for tour in plan.tours if tour.stops)


def longest_to_mean(plan: Plan, problem: Problem) -> float | None:
    """The longest working time over the mean of all who are at work, the idle counted; None when nobody works."""
    active = {tour.courier: tour.active if tour.stops else 0 for tour in plan.tours}
    at_work = {courier.id for courier in problem.at_work} | {name for name, seconds in active.items() if seconds}
    total = sum(active.values())
    return max(active.values()) * len(at_work) / total if total else None
