"""What a person's posts add up to: a frozen value, computed without a query."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bihuan.accounts.roles import ADMINISTRATORS, READ_ONLY, Reach, Role, reach_of


@dataclass(frozen=True, slots=True)
class HeldPost:
    """One active post: role, district code, organisation's key, systems (none: every one)."""

    role: Role
    district: str | None = None
    organisation: int | None = None
    systems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataScope:
    """What a person's posts reach (数据范围).

    >>> city, county = HeldPost(Role.ANALYST, "4101"), HeldPost(Role.DISTRICT, "410181")
    >>> DataScope((city, county)).districts
    ('4101',)
    >>> DataScope((city, county)).limited_to({Role.DISTRICT}).districts
    ('410181',)
    """

    posts: tuple[HeldPost, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held."""
        return frozenset(post.role for post in self.posts)

    @property
    def districts(self) -> tuple[str, ...]:
        """Codes of the districts reached, without those beneath another of them."""
        reached = {
            post.district
            for post in self.posts
            if post.district and reach_of(post.role) is Reach.DISTRICTS
        }
        return tuple(code for code in sorted(reached) if not _is_beneath(code, reached))

    @property
    def acts_for_units(self) -> bool:
        """Whether the enterprises that the person acts for are reached."""
        return any(reach_of(role) is Reach.UNITS for role in self.roles)

    @property
    def served_by(self) -> tuple[int, ...]:
        """Organisations whose served enterprises are reached."""
        organisations = {
            post.organisation
            for post in self.posts
            if post.organisation and reach_of(post.role) is Reach.SERVED_UNITS
        }
        return tuple(sorted(organisations))

    @property
    def is_empty(self) -> bool:
        """Whether no business row at all can be seen."""
        return not (self.districts or self.acts_for_units or self.served_by)

    @property
    def may_write(self) -> bool:
        """Whether any post may change business data; 监理 and wall screens only read."""
        return bool(self.roles - READ_ONLY - ADMINISTRATORS)

    def holds(self, *roles: Role) -> bool:
        """Whether one of these roles is held, wherever."""
        return not self.roles.isdisjoint(roles)

    def limited_to(self, roles: Collection[Role]) -> "DataScope":
        """What the posts of these roles alone reach."""
        return DataScope(tuple(post for post in self.posts if post.role in roles))

    def within_system(self, system: str) -> "DataScope":
        """What the posts reach that are not limited to other systems (系统范围).

        >>> DataScope((HeldPost(Role.CITY, "4101", systems=("air",)),)).within_system("tax").posts
        ()
        """
        own = (post for post in self.posts if not post.systems or system in post.systems)
        return DataScope(tuple(own))


Given = tuple[str, str | None, int | None, Sequence[str]]


def scope_of_posts(posts: Iterable[Given]) -> DataScope:
    """The scope of posts given as (role, district code, organisation's key, systems)."""
    held = (
        HeldPost(Role(role), district, body, tuple(systems))
        for role, district, body, systems in posts
    )
    return DataScope(tuple(held))


def _is_beneath(code: str, others: Iterable[str]) -> bool:
    return any(code != other and code.startswith(other) for other in others)
