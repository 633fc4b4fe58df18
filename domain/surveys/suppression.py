"""Hides small groups in published tables so that nothing else that is published gives them back.

Fewer than FEWEST people are recognised by those around them. A hidden group could be computed from a total and
the other groups; so further groups are hidden with it. Nobody outside the section that runs the surveys sees a
breakdown that did not pass through here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

FEWEST = 5
"""People in a group that is shown."""


def hidden_groups(counts: Mapping[str, int], also: Collection[str] = ()) -> frozenset[str]:
    """The groups of one breakdown to hide, when their total is published too.

    `counts`: people by group; the groups exclude each other and make up the total. Hidden are groups of 1 to 4 and
    those of `also`, then the next smallest until at least two groups with at least FEWEST people are hidden and
    not each of them must be a single person. Groups of nobody are shown: there is nothing to recognise. When fewer
    people answered in all, every group is hidden and the total must be hidden by the caller.
    """
    sizes = sorted((count, key) for key, count in counts.items() if count)
    hidden = [(count, key) for count, key in sizes if count < FEWEST or key in also]
    rest = [one for one in sizes if one not in hidden]
    while hidden and rest and not is_enough([count for count, _ in hidden]):
        hidden.append(rest.pop(0))
    return frozenset(key for _, key in hidden)


def hidden_in_families(counts: Mapping[str, int], family_of: Mapping[str, str]) -> frozenset[str]:
    """The groups to hide when the total of each family of groups is seen too, by whom else it may be.

    `family_of`: group to family, such as service to department: a head sees the total of the own department, an
    executive all services, and the two may talk. Groups without a family are one together. Nobody who knows every
    total of a family computes a hidden group.
    """
    families: dict[str, dict[str, int]] = {}
    for key, count in counts.items():
        families.setdefault(family_of.get(key, ""), {})[key] = count
    within = (hidden_groups(family) for family in families.values())
    return hidden_groups(counts).union(*within)


def is_enough(counts: Collection[int]) -> bool:
    """Whether the total of these hidden groups gives none of them back."""
    return len(counts) >= 2 and sum(counts) >= FEWEST and sum(counts) > len(counts)
