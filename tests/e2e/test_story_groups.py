"""A department's group gets new cases without personal data; "done" written there asks for the closing."""

import pytest

from bot import clock


@pytest.fixture
def linked(bot, group, head):
    """The engineering division's group, linked by its head."""
    group.takes_the_bot_in().hears("head", "กองช่าง", mention=True)
    assert "กลุ่มนี้เป็นกลุ่มของกองช่างแล้ว" in group.screen
    return group


@pytest.fixture
def plenty(bot):
    """A plan whose quota suffices for messages to a group."""
    with bot.office.uow(clock.now()) as uow:
        uow.tx.push_ledger.store_quota("2500-01", 15_000, 0, uow.now)


def test_the_group_hears_number_topic_and_due_date_and_nothing_of_the_resident(
    resident, officer, linked, plenty
):
    number = resident.complains("ไฟถนนหน้าบ้านผู้ใหญ่ดับ")
    assert [word in linked.screen for word in (number, "ไฟถนน ไฟส่องสว่าง", "กำหนด")] == [True] * 3
    assert [word for word in ("ผู้ใหญ่", "สมศรี") if word in linked.screen] == []


def test_on_the_free_plan_it_rides_on_the_next_word_said_in_the_group(
    bot, resident, officer, linked
):
    with bot.office.uow(clock.now()) as uow:
        uow.tx.groups.count_members(bot.line.friends.roster.groups["team"].id, 9)
    number = resident.complains()
    assert number not in linked.screen
    assert number in linked.hears("chang", "กินข้าวยัง").screen


def test_a_group_push_costs_one_a_member(bot, resident, officer, linked, plenty):
    before = spent(bot)
    resident.complains()
    members = len(bot.line.friends.members("team"))
    # The officer and the head are notified as well.
    assert spent(bot) - before == members + 2


def test_a_restricted_case_never_reaches_a_group(resident, group, clerk, bot, plenty):
    with bot.office.uow(clock.now()) as uow:
        officer = uow.tx.officers.all()[0]
        uow.tx.groups.link(bot.line.friends.roster.groups["team"].id, "clerk", officer.id, uow.now)
    group.takes_the_bot_in()
    resident.complains_of_staff()
    group.hears("clerk", "เสร็จแล้ว")
    assert "เรื่องใหม่" not in group.screen


def test_only_a_head_or_the_administrator_links_a_group(group, officer):
    group.takes_the_bot_in().hears("chang", "กองช่าง", mention=True)
    assert "เฉพาะหัวหน้ากองหรือผู้ดูแลระบบ" in group.screen


def test_done_becomes_a_question_in_the_private_chat(resident, officer, linked):
    number = resident.complains()
    officer.presses("รับเรื่อง").looks_away()
    linked.hears("chang", "เสร็จแล้วครับ")
    assert "ส่งคำถามไปในแชตส่วนตัวแล้ว" in linked.screen
    officer.sees(f"{number} ดำเนินการเสร็จแล้วใช่หรือไม่", "เสร็จแล้วครับ")
    officer.presses("ปิดเรื่อง").says("เปลี่ยนหลอดแล้ว").presses("ไม่มีสิ่งให้ถ่ายรูป").presses("ยืนยัน")
    resident.sees("ดำเนินการแล้ว: เปลี่ยนหลอดแล้ว")


def test_not_yet_leaves_it_open(resident, officer, linked):
    number = resident.complains()
    officer.presses("รับเรื่อง").looks_away()
    linked.hears("chang", "เสร็จแล้วครับ")
    officer.presses("ยังไม่เสร็จ").sees(f"เรื่อง {number} ยังไม่ปิด")


def test_of_several_cases_the_officer_says_which(resident, officer, linked):
    lamp = resident.complains()
    officer.presses("รับเรื่อง")
    resident.says("ถนนเป็นหลุม").presses("ถนน ทางเท้า สะพาน").presses("เพิ่มสถานที่").says("หน้าตลาด")
    road = resident.presses("ยืนยัน").number()
    officer.presses("รับเรื่อง").looks_away()
    linked.hears("chang", "ซ่อมแล้วนะ")
    officer.sees("เรื่องใดเสร็จแล้ว", f"{road} 🛣️ ถนน ทางเท้า สะพาน หน้าตลาด")
    officer.can_press(f"{lamp} ไฟถนน ไฟส่องสว่าง").presses(f"{road} ถนน ทางเท้า สะพาน")
    officer.sees(f"เรื่อง {road}", "พิมพ์ผลการดำเนินการ")
    assert "หน้าตลาด" not in linked.screen


def test_a_number_that_was_typed_says_which_case(resident, officer, linked):
    resident.complains()
    officer.presses("รับเรื่อง")
    road = resident.complains("ถนนเป็นหลุมหน้าตลาด", "ถนน ทางเท้า สะพาน")
    officer.looks_away()
    linked.hears("chang", f"{road} เสร็จแล้ว")
    officer.sees(f"{road} ดำเนินการเสร็จแล้วใช่หรือไม่")


def test_quoting_what_the_group_was_told_says_which_case(resident, officer, linked, plenty):
    lamp = resident.complains()
    officer.presses("รับเรื่อง")
    resident.complains("ถนนเป็นหลุมหน้าตลาด", "ถนน ทางเท้า สะพาน")
    officer.presses("รับเรื่อง").looks_away()
    linked.hears("chang", "เสร็จแล้วครับ", quotes=linked.message_with(lamp))
    officer.sees(f"{lamp} ดำเนินการเสร็จแล้วใช่หรือไม่")


def test_quoting_what_rode_on_an_answer_says_which_case_too(bot, resident, officer, linked):
    with bot.office.uow(clock.now()) as uow:
        uow.tx.groups.count_members(bot.line.friends.roster.groups["team"].id, 9)
    lamp = resident.complains()
    road = resident.complains("ถนนเป็นหลุมหน้าตลาด", "ถนน ทางเท้า สะพาน")
    linked.hears("chang", "กินข้าวยัง")
    officer.looks_away()
    linked.hears("chang", "เสร็จแล้วครับ", quotes=linked.message_with(road))
    officer.sees(f"{road} ดำเนินการเสร็จแล้วใช่หรือไม่").does_not_see(lamp)


def test_done_of_a_case_that_is_over_or_anothers_is_not_lost_silently(resident, officer, linked):
    number = resident.complains()
    officer.closes()
    of_another_section = resident.complains("ขยะหน้าบ้านไม่มาเก็บ", "ขยะ ถังขยะ")
    officer.looks_away()
    for one in (number, of_another_section):
        linked.hears("chang", f"{one} เสร็จแล้ว")
        assert f"ยังไม่ได้บันทึก เรื่อง {one} ปิดไปแล้ว" in linked.screen
    officer.hears_nothing()


def test_quoting_a_colleague_names_no_case(resident, officer, linked):
    lamp = resident.complains()
    road = resident.complains("ถนนเป็นหลุมหน้าตลาด", "ถนน ทางเท้า สะพาน")
    officer.looks_away()
    linked.hears("chang", "เสร็จแล้วครับ", quotes="123456789012345678")
    officer.sees("เรื่องใดเสร็จแล้ว")
    officer.can_press(f"{lamp} ไฟถนน ไฟส่องสว่าง", f"{road} ถนน ทางเท้า สะพาน")


def test_talk_that_is_no_report_asks_nobody(resident, officer, linked):
    resident.complains()
    linked.hears("chang", "สวัสดีครับ")
    officer.looks_away()
    said = linked.screen
    linked.hears("chang", "งานหน้าวัดเสร็จหรือยัง").hears("chang", "ไปกินข้าวกัน")
    officer.hears_nothing()
    assert linked.screen == said


def test_who_is_no_officer_is_told_how_it_would_count(bot, linked):
    linked.hears("chang2", "เสร็จแล้ว")
    assert "ต้องเชื่อมบัญชีในแชตส่วนตัวก่อน" in linked.screen


def test_a_group_that_put_us_out_is_dead(bot, resident, officer, linked, plenty):
    linked._act("leave")
    before = spent(bot)
    resident.complains()
    assert spent(bot) - before == 2
    with bot.office.store.read() as tx:
        assert tx.groups.all() == []


def spent(bot) -> int:
    with bot.office.read_only_uow(clock.now()) as uow:
        return uow.budget.spent
