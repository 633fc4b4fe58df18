"""Flood by one person: they get one polite notice, and other people are served as usual."""

import threading
import time

import pytest
import urllib3
from sqlalchemy import func, select

from bot.line.inbound.rate_limit import MAX_EVENTS
from storage.queues.inbox import DONE, THROTTLED
from storage.tables import inbox
from tests.line_bodies import body, says, signature
from tests.running import SECRET

HTTP = urllib3.PoolManager(maxsize=4)
A_WEBHOOK = 50
TOLD = "มีข้อความเข้ามาติดกันเร็วมาก"


def flood(bot, key, count, **facts):
    """Send this number of messages of one person, signed, each with its reply token, fifty to a webhook."""
    person = bot.line.friends.roster.people[key]
    now = int(time.time() * 1000)
    with bot.line.lock:
        tokens = [bot.line.tokens.issue(key) for _ in range(count)]
    events = [
        says(f"ทดสอบ {number}", sender=person.id, timestamp=now, **{"replyToken": token, **facts})
        for number, token in enumerate(tokens)
    ]
    for first in range(0, count, A_WEBHOOK):
        raw = body(*events[first : first + A_WEBHOOK])
        headers = {"x-line-signature": signature(raw, SECRET)}
        # A busy machine may answer too late: LINE then delivers the webhook again.
        while (
            HTTP.request("POST", f"{bot.url}/line/webhook", body=raw, headers=headers).status == 503
        ):
            pass


def states(bot):
    with bot.office.store.read() as tx:
        rows = tx.connection.execute(select(inbox.c.state, func.count()).group_by(inbox.c.state))
        return dict(rows.all())


@pytest.mark.both_databases
def test_of_a_thousand_messages_at_once_three_hundred_are_heard_and_one_sentence_ends_it(
    bot, resident
):
    # The follow event counts as well.
    assert states(bot) == {DONE: 1}
    flood(bot, "somsri", 999)
    bot.settle()
    assert states(bot) == {DONE: MAX_EVENTS + 1, THROTTLED: 1000 - MAX_EVENTS}
    assert resident.screen.count(TOLD) == 1
    resident.sees("รอ 1 นาทีแล้วส่งใหม่", "เรื่องด่วนโทร")


def test_a_neighbour_files_a_complaint_meanwhile(bot, resident, neighbour):
    flooding = threading.Thread(target=flood, args=(bot, "somsri", 1000))
    flooding.start()
    number = neighbour.complains()
    flooding.join()
    bot.settle()
    with bot.office.store.read() as tx:
        assert tx.complaints.by_number(number) is not None
    neighbour.does_not_see(TOLD)


def test_an_officer_is_told_the_same_way_and_keeps_their_rights(bot, officer):
    flood(bot, "chang", MAX_EVENTS + 10)
    bot.settle()
    assert officer.screen.count(TOLD) == 1
    with bot.office.store.read() as tx:
        assert [linked.officer.name for linked in tx.officers.linked()] == ["ช่างเอก"]


def test_twenty_photos_at_once_come_into_one_case(bot, resident, officer):
    resident.says("ไฟถนนหน้าวัดดับมา 3 วันแล้ว").presses("ไฟถนน ไฟส่องสว่าง")
    resident.sends_photos(*["lamp-broken.jpg"] * 10).does_not_see(TOLD)
    resident.sends_photos(*["lamp-broken.jpg"] * 10).does_not_see(TOLD)
    resident.presses("ยืนยัน").number()
    assert THROTTLED not in states(bot)


def test_a_group_that_is_flooded_hears_nothing_and_its_other_members_are_served(
    bot, officer, group
):
    group.takes_the_bot_in()
    source = {
        "type": "group",
        "groupId": bot.line.friends.roster.groups["team"].id,
        "userId": bot.line.friends.roster.people["chang2"].id,
    }
    said = group.screen
    flood(bot, "chang2", MAX_EVENTS + 50, source=source)
    bot.settle()
    assert group.screen == said
    group.hears("chang", "@bot", mention=True)
    assert group.screen != said
