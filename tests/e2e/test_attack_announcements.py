"""One account cannot use up the push messages that other residents need."""

from domain.figures.push_budget import ANNOUNCED_A_DAY
from tests.chat import LAMP
from tests.e2e.staff_complaints import SEALED
from tests.moments import DAY

LAST = f"ส่งข้อความมาแล้ว {ANNOUNCED_A_DAY} ครั้ง"
OTHER = "ช่างโทเรียกเงินค่าทำเรื่อง 300"


def adds(resident, text):
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").presses("เพิ่มข้อมูลหรือรูป").says(text).presses(
        "ยืนยัน"
    )


def pushes_spent(bot):
    with bot.office.read_only_uow(bot.now()) as uow:
        return uow.budget.spent


def test_additions_to_a_case_are_announced_ten_times_a_day(bot, resident, officer, neighbour):
    resident.complains(LAMP)
    before = pushes_spent(bot)
    for number in range(ANNOUNCED_A_DAY + 4):
        adds(resident, f"เสาต้นที่ {number} ก็ดับค่ะ")
    # The case itself was announced too; each message has one officer.
    assert pushes_spent(bot) - before == ANNOUNCED_A_DAY - 1
    officer.sees(LAST, f"เสาต้นที่ {ANNOUNCED_A_DAY - 2} ก็ดับ").does_not_see(
        f"เสาต้นที่ {ANNOUNCED_A_DAY - 1} ก็ดับ"
    )
    # Nothing is lost: the rest stands in the case.
    officer.says("งานของฉัน").presses("ดูรายละเอียด").sees(f"เสาต้นที่ {ANNOUNCED_A_DAY + 3} ก็ดับ")
    neighbour.complains("ไฟหน้าโรงเรียนดับ")
    officer.sees("ไฟหน้าโรงเรียนดับ")
    resident.acts_at(bot.now() + DAY)
    officer.looks_away()
    adds(resident, "วันนี้ดับอีกต้นค่ะ")
    officer.sees("วันนี้ดับอีกต้น").does_not_see(LAST)


def test_additions_to_a_staff_complaint_leave_the_custodians_reserve(
    bot, resident, neighbour, integrity, officer, clerk
):
    resident.complains_of_staff(link="ให้ผู้รับเรื่องเห็นชื่อ")
    for number in range(ANNOUNCED_A_DAY + 4):
        adds(resident, f"ครั้งที่ {number} เขาเรียกเงินอีก")
    integrity.sees(LAST).does_not_see(f"ครั้งที่ {ANNOUNCED_A_DAY - 1} เขาเรียก")
    integrity.looks_away()
    neighbour.tells_of_staff(OTHER, link=SEALED)
    integrity.sees(OTHER)
    # Ordinary cases of the same person, and an emergency, are counted apart.
    officer.looks_away()
    resident.complains(LAMP)
    officer.sees(LAMP)
    resident.says("สายไฟแรงสูงขาดตกบนถนนหน้าวัด คนถูกไฟดูด").presses("จุดเสี่ยง ภัยอันตราย").presses("ยืนยัน")
    clerk.sees("สายไฟแรงสูงขาด")
