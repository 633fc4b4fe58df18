"""Suppression of small groups in published tables, so that they cannot be computed from the rest either.

People in a group smaller than LEAST_SHOWN can be recognised by those around them. Because a hidden group could be
computed from the total and the other groups, further groups are hidden with it (secondary suppression). Every
breakdown shown outside the section that runs the surveys is suppressed by these functions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.anonymity import LEAST_SHOWN

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def hidden_groups(
    counts: Mapping[str, int], also: Collection[str] = (), known: Collection[str] = ()
) -> frozenset[str]:
    """The groups of one breakdown to hide, if their total is published too.

    `counts`: people by group; the groups are disjoint and add up to the total. Hidden are groups of 1 to 4 people
    and those of `also`, and then the next smallest, until at least two groups with together at least LEAST_SHOWN
    people are hidden and not each of them must be a single person. Empty groups are shown, because they identify
    nobody. If fewer than LEAST_SHOWN people answered in all, every group is hidden and the caller must hide the
    total. `known`: groups whose size was published before; hiding them with a small one would not protect it.
    """
    sizes = sorted((count, key) for key, count in counts.items() if count)
    hidden = [(count, key) for count, key in sizes if count < LEAST_SHOWN or key in also]
    rest = [one for one in sizes if one not in hidden and one[1] not in known]
    while hidden and rest and not is_enough([count for count, _ in hidden]):
        hidden.append(rest.pop(0))
    return frozenset(key for _, key in hidden)


def hidden_in_families(
    counts: Mapping[str, int], family_of: Mapping[str, str], also: Collection[str] = ()
) -> frozenset[str]:
    """The groups to hide if the total of each family of groups is shown too, even to other people.

    `family_of`: group to family, such as service to department: a head sees the total of the own department, an
    executive sees all services, and they may share what they know. Groups without a family form one family. Even
    with the total of every family nobody can compute a hidden group. `also`: as in `hidden_groups`.
    """
    families: dict[str, dict[str, int]] = {}
    for key, count in counts.items():
        families.setdefault(family_of.get(key, ""), {})[key] = count
    within = (hidden_groups(family, also) for family in families.values())
    return hidden_groups(counts, also).union(*within)


def is_enough(counts: Collection[int]) -> bool:
    """Return whether the total of these hidden groups reveals none of them."""
    return len(counts) >= 2 and sum(counts) >= LEAST_SHOWN and sum(counts) > len(counts)
