"""An officer moves a lamp to the staff track to hide it; its custodian gives it back in the chat."""

from tests.chat import LAMP


def test_the_custodian_gives_a_hidden_lamp_back(resident, officer, integrity, head):
    number = resident.complains(LAMP)
    officer.says(number).presses("ดำเนินการอื่น").presses("เป็นเรื่องเจ้าหน้าที่")
    integrity.looks_away()
    officer.presses("ยืนยัน")
    integrity.sees("ผู้ย้ายเรื่อง", "เดือนนี้ย้ายมาให้ท่านแล้ว 1 เรื่อง")
    officer.looks_away()
    resident.looks_away()
    integrity.says(number).presses("ดำเนินการอื่น").presses("ส่งต่อกอง").presses("กองช่าง")
    integrity.says("เป็นไฟดับธรรมดา").presses("ยืนยัน").sees("ส่งต่อเรื่อง")
    officer.sees("เรื่องใหม่", LAMP).does_not_see(number)
    resident.sees("ไม่ใช่เรื่องร้องเรียนเจ้าหน้าที่", number)
    resident.says("ติดตามเรื่อง").sees(LAMP)
