"""People whose LINE is in English get English beside the Thai; officers get Thai only."""


def test_a_resident_whose_line_is_english_reads_both(john):
    john.follows().sends_sticker().sees("ได้รับแล้ว", "Received.")
    john.says("The street light by the temple is broken").sees(
        "เรื่องนี้ตรงกับประเภทใด", "Which topic fits best?"
    )
    john.can_press("Street light", "Not a complaint")
    john.presses("Street light").sees("ตรวจดูก่อนส่ง", "Check before sending")
    john.presses("ยืนยัน · Confirm").sees("รับแจ้งแล้ว", "Received")


def test_english_words_of_the_menu_work_when_typed(john):
    john.follows().says("Report").sees("Please tell us the problem")
    john.says("cancel").sees("Nothing was sent")


def test_a_thai_resident_reads_no_english(resident):
    resident.follows().does_not_see("Hello").says("แจ้งเรื่อง").does_not_see("Please")


def test_officers_read_thai_about_an_english_case(john, officer):
    officer.looks_away()
    john.follows().says("The street light by the temple is broken")
    john.presses("Street light").presses("ยืนยัน · Confirm")
    officer.sees("เรื่องใหม่", "ไฟถนน").does_not_see("New case", "Received")


def test_the_steps_of_the_officer_reach_an_english_reader_in_both(john, officer):
    john.follows().says("The street light by the temple is broken")
    john.presses("Street light").presses("ยืนยัน · Confirm")
    officer.presses("รับเรื่อง")
    john.sees("รับเรื่องของท่านแล้ว", "has accepted your case")


def test_names_and_hints_stand_in_both_languages_and_each_in_its_own_sentence(john, officer):
    john.follows().says("The street light by the temple is broken").presses("Street light")
    john.sees("ไฟถนน ไฟส่องสว่าง\nStreet light").presses("ยืนยัน · Confirm")
    john.sees("กองช่าง\nEngineering Division", "ถ้าเห็นเลขที่เสาไฟ", "number on the lamp post")
    officer.presses("รับเรื่อง")
    john.sees(
        "กองช่างรับเรื่องของท่านแล้ว",
        "Engineering Division has accepted your case and is working on it.",
    )
    thai, english = john.news[-1]["altText"].split("\n")
    assert ("has taken up" in thai, "รับเรื่องของท่าน" in english) == (False, False)


def test_the_sections_fit_their_buttons_in_english(john):
    john.follows().says("Staff conduct")
    assert [label for label in john.quick_replies if label.endswith("…")] == []


def test_an_english_reader_is_told_that_a_service_is_described_in_thai(john, resident):
    john.follows().says("Services").presses("Rubbish collection").sees("details are in Thai")
    resident.says("บริการและขั้นตอน").presses("ขอรับบริการเก็บขยะ").does_not_see("เป็นภาษาไทย")


def test_english_on_a_thai_phone_is_answered_in_both_until_thai_is_typed(resident):
    resident.says("The street light near the temple is broken").sees("ตรงกับประเภทใด", "Which topic")
    resident.presses("Street light").sees("ตรวจดูก่อนส่ง", "Check before sending")
    resident.says("เสาที่สามค่ะ").sees("ตรวจดูก่อนส่ง").does_not_see("Check before sending")


def test_an_english_question_on_a_thai_phone_is_answered_in_both(resident):
    resident.says("Are you open on Monday?").sees("เวลาทำการ", "Hours")


def test_a_short_command_in_english_on_a_thai_phone_stays_thai(resident):
    resident.says("menu").sees("มีอะไรให้ช่วย").does_not_see("How can we help")
