"""The people of the demo: residents, officers with their roles, and a group.

Background residents and officers chat with the bot like all others, but the page shows no phone for them.
"""

from typing import Any

from domain.organisation.officers import Role

BACKGROUND = {
    "malai": "ป้ามาลัย",
    "thongdee": "ทองดี",
    "wan": "วันเพ็ญ",
    "prasit": "ประสิทธิ์ ทำนา",
    "nong": "น้องแนน",
    "sawat": "ผู้ใหญ่สวัสดิ์",
    "kaew": "แก้วตา",
    "samruay": "ลุงสำรวย",
    "pim": "Pimmy 🌸",
    "anucha": "อนุชา ช่างแอร์",
    "jintana": "ครูจินตนา",
    "somporn": "สมพร",
    "dao": "ดาว ร้านข้าวแกง",
    "boy": "Boy นาวังหิน",
    "lamduan": "ยายลำดวน",
    "chai": "ชัยวัฒน์",
    "ratree": "ราตรี",
    "tik": "ติ๊ก",
    "prayoon": "ประยูร สวนผัก",
    "noi": "พี่น้อย อสม.",
    "arun_farm": "อรุณฟาร์ม",
    "mod": "มด",
    "sunee": "สุนีย์",
    "yut": "ยุทธ 🚜",
    "orathai": "อรทัย",
}
"""Background residents: roster key to LINE display name."""

ROSTER: dict[str, Any] = {
    "people": [
        {"key": "somsri", "name": "สมศรี ใจดี", "role": "ชาวบ้าน หมู่ 3"},
        {"key": "boonmee", "name": "ลุงบุญมี", "role": "ชาวบ้าน หมู่ 7"},
        {"key": "chang", "name": "เอกชัย", "role": "ช่าง กองช่าง"},
        {"key": "head", "name": "มานพ", "role": "ผู้อำนวยการกองช่าง"},
        {"key": "health", "name": "พรทิพย์", "role": "เจ้าหน้าที่ กองสาธารณสุขฯ"},
        {"key": "palad", "name": "วิชัย", "role": "ปลัด อบต."},
        {"key": "nayok", "name": "สมบัติ", "role": "นายก อบต."},
        {"key": "integrity", "name": "อรุณ", "role": "ผู้รับเรื่องร้องเรียนเจ้าหน้าที่"},
        {"key": "clerk", "name": "สุภาพร", "role": "เจ้าหน้าที่ สำนักปลัด (แบบสำรวจ)"},
        {
            "key": "welfare",
            "name": "นฤมล",
            "role": "เจ้าหน้าที่ กองสวัสดิการสังคม",
            "background": True,
        },
        *({"key": key, "name": name, "background": True} for key, name in BACKGROUND.items()),
    ],
    "groups": [
        {
            "key": "team",
            "name": "กลุ่มกองช่าง",
            "members": ["chang", "head", "palad"],
            "role": "กลุ่ม",
        }
    ],
}
SECTIONS_OF_GROUPS = {"team": ("head", "กองช่าง")}
"""Group key to the roster key of the member who registers the group, and the department they type."""
NAMES: dict[str, str] = {person["key"]: person["name"] for person in ROSTER["people"]}
OFFICERS: dict[str, tuple[Role, str | None]] = {
    "chang": (Role.OFFICER, "engineering"),
    "head": (Role.HEAD, "engineering"),
    "health": (Role.OFFICER, "health"),
    "palad": (Role.PALAD, None),
    "nayok": (Role.NAYOK, None),
    "integrity": (Role.INTEGRITY, None),
    "clerk": (Role.OFFICER, "clerk"),
    "welfare": (Role.OFFICER, "welfare"),
}
"""Roster key to role and department."""
