"""Who gets a case hears of it once, who had it hears too, and whom nothing reaches is named before and after."""

import re

from tests.desk import Desk


def preview(desk, *cases, receiver):
    desk.opens("/desk/me")
    fields = [*(("case", str(one)) for one in cases), ("action", "assign"), ("receiver", receiver)]
    return desk.posts("/desk/cases/bulk/preview", fields)


def id_of(bot, name):
    with bot.office.store.begin() as tx:
        return next(one.id for one in tx.officers.all() if one.name == name)


def test_bulk_assigning_leaves_out_the_cases_that_the_receiver_has(bot, resident, officer, head):
    resident.complains()
    resident.complains("ถนนหน้าโรงเรียนเป็นหลุม", "ถนน ทางเท้า สะพาน")
    mine = str(id_of(bot, "ช่างเอก"))
    desk = Desk.of(head).opens("/desk/cases/1").acts("assign", receiver=mine).follows()
    officer.looks_away()
    preview(desk, 1, 2, receiver=mine).reads("มอบหมาย → ช่างเอก: 1 เรื่อง", "ช่างเอก รับผิดชอบเรื่องนี้อยู่แล้ว")
    sent = re.findall(r'name="case" value="(\d+:\d+)"', desk.html)
    assert len(sent) == 1
    desk.posts("/desk/cases/bulk/do", [("case", sent[0]), ("action", "assign"), ("receiver", mine)])
    assert len(officer.news) == 1


def test_the_former_holder_is_told_and_an_unreached_receiver_is_named(
    bot, resident, officer, palad
):
    resident.complains()
    officer.presses("รับเรื่อง")
    team = Desk.of(palad).opens("/desk/team")
    team.posts("/desk/team", {"name": "สมหมาย คงดี", "role": "officer", "department": "engineering"})
    newest = str(id_of(bot, "สมหมาย คงดี"))
    desk = Desk.of(palad).opens("/desk/cases/1").reads("สมหมาย คงดี (ยังไม่มี LINE และยังไม่เคยเข้าระบบ)")
    preview(desk, 1, receiver=newest).reads("สมหมาย คงดี ยังไม่ได้เชื่อม LINE", "ช่างเอก")
    desk.opens("/desk/cases/1").acts("assign", receiver=newest).follows()
    desk.reads("มอบหมายแล้ว สมหมาย คงดี ยังไม่ได้เชื่อม LINE")
    officer.sees("ให้ สมหมาย คงดี แล้ว ท่านไม่ต้องดำเนินการเรื่องนี้ต่อ")


def test_a_page_says_the_same_after_a_reload(bot, resident, officer):
    resident.complains()
    desk = Desk.of(officer).opens("/desk/cases/1").acts("update", note="สั่งหลอดไฟแล้ว").follows()
    said = re.search(r'<p class="done"[^>]*>([^<]+)', desk.html)[1]
    with bot.office.store.begin() as tx:
        state = tx.connection.exec_driver_sql("SELECT max(state) FROM outbox").scalar()
    assert "ผู้แจ้ง" in said, state
    assert re.search(r'<p class="done"[^>]*>([^<]+)', desk.opens(desk.path).html)[1] == said
    with bot.office.store.begin() as tx:
        # The reporter's message is deferred after all, as when the pushes of the day are used up.
        tx.connection.exec_driver_sql(
            "UPDATE outbox SET state = 4, sent_at = NULL WHERE entry_id = (SELECT max(id) FROM audit WHERE action = 'update')"
        )
    desk.opens(desk.path).reads("ผู้แจ้งยังไม่ได้รับข้อความ")
    assert "ยังไม่ได้รับ" in re.search(r'<p class="done"[^>]*>([^<]+)', desk.html)[1]
