"""People: names, and who has blocked the bot."""

from tests.moments import NOON


def test_somebody_met_twice_is_one_person(store):
    for _ in range(2):
        with store.begin() as tx:
            tx.people.ensure("U1", NOON)
            tx.people.describe("U1", "สมศรี" * 100, "en")
    with store.read() as tx:
        person = tx.people.find("U1")
    assert (person.display_name, person.language) == (("สมศรี" * 100)[:200], "en")
    assert person.notice_shown_at is None


def test_a_person_who_blocked_the_bot_may_come_back(store):
    with store.begin() as tx:
        tx.people.ensure("U1", NOON)
        tx.people.blocked("U1", NOON)
        assert [tx.people.has_blocked(who) for who in ("U1", "U2")] == [True, False]
        tx.people.blocked("U1", None)
        assert not tx.people.has_blocked("U1")
