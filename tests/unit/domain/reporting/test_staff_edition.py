"""Sections side by side: none of them gives back a topic that the public page counts with others."""

from domain.figures.month_page import DepartmentMonth
from domain.reporting.staff_edition import section_rows

SECTIONS = ("engineering", "health", "clerk", "welfare")


def rows(received, hidden_topics):
    found = [DepartmentMonth(key, count, count, 0, 0, 0, 0) for key, count in received.items()]
    return {one.department: one.received for one in section_rows(SECTIONS, found, hidden_topics)}


def test_sections_whose_topics_are_all_told_are_told():
    received = {"engineering": 20, "health": 9, "clerk": 7, "welfare": 6}
    assert rows(received, {}) == received


def test_a_section_with_one_hidden_topic_would_give_it_back():
    received = {"engineering": 20, "health": 9, "clerk": 7, "welfare": 6}
    # Nine less what is told of the topics of health would be the three of its hidden topic.
    found = rows(received, {"health": [3], "engineering": [4, 2]})
    assert "health" not in found
    # Nor may the sections that are told together leave that one topic over.
    assert "engineering" not in found
    assert found[""] == sum(received.values()) - sum(found.get(key, 0) for key in SECTIONS)


def test_two_hidden_topics_of_a_section_hide_each_other():
    received = {"engineering": 20, "health": 9, "clerk": 7, "welfare": 6}
    assert rows(received, {"health": [3, 2], "engineering": [4, 2]}) == received
