"""A group never receives a case, and a person who blocked the bot gets no messages."""

from domain.organisation.calendar import bangkok, month_key


def test_a_group_is_greeted_once_and_left_alone(group):
    group.takes_the_bot_in()
    greeting = group.screen
    assert "ไม่กล่าวถึงข้อมูลของผู้แจ้ง" in greeting
    group.hears("chang", "ไฟถนนหน้าวัดดับ").gets_a_photo("chang")
    assert group.screen == greeting


def test_spoken_to_in_a_group_it_points_to_the_private_chat(group, officer):
    group.takes_the_bot_in().hears("chang", "งานของฉัน", mention=True)
    assert "แชตส่วนตัว" in group.screen


def test_a_group_never_sees_a_case(group, resident, officer):
    group.takes_the_bot_in()
    number = resident.complains()
    accept = officer.keeps("รับเรื่อง")
    group.hears("chang", number).hears("chang", number, mention=True).gets_a_press("chang", accept)
    assert [word for word in (number, "ไฟถนน", "สมศรี") if word in group.screen] == []
    officer.says("งานของฉัน").sees("รอเจ้าหน้าที่รับเรื่อง")


def test_who_has_blocked_us_is_not_pushed_to(bot, resident, officer):
    resident.complains()
    resident.blocks()
    officer.presses("รับเรื่อง").sees("แล้ว")
    resident.hears_nothing()
    with bot.office.store.read() as tx:
        (error,) = tx.connection.exec_driver_sql(
            "SELECT last_error FROM outbox WHERE state = 3"
        ).scalars()
    assert error == "blocked"


def test_who_comes_back_is_greeted_and_hears_again(resident, officer):
    resident.complains()
    resident.blocks().follows().sees("สวัสดีค่ะ")
    officer.presses("รับเรื่อง")
    resident.sees("รับเรื่องของท่านแล้ว")


def test_replies_cost_nothing_of_the_quota(bot, resident):
    resident.says("สวัสดีค่ะ").complains()
    with bot.office.store.read() as tx:
        assert tx.connection.exec_driver_sql("SELECT count(*) FROM push_ledger").scalar_one() == 0


def test_each_push_is_counted_by_recipient(bot, resident, officer, colleague):
    resident.complains()
    officer.presses("รับเรื่อง")
    with bot.office.store.read() as tx:
        assert tx.push_ledger.pushes_in(month_key(bangkok(bot.now()).date())) == 3
