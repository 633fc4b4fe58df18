"""Who is in the demo: residents, officers with their posts, and a group."""

from typing import Any

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
    ],
    "groups": [
        {
            "key": "team",
            "name": "กลุ่มเจ้าหน้าที่ อบต.",
            "members": ["chang", "head", "health", "palad"],
            "role": "กลุ่ม",
        }
    ],
}
OFFICERS: dict[str, tuple[str, ...]] = {
    "chang": ("--role", "officer", "--department", "engineering"),
    "head": ("--role", "head", "--department", "engineering"),
    "health": ("--role", "officer", "--department", "health"),
    "palad": ("--role", "palad"),
    "nayok": ("--role", "nayok"),
    "integrity": ("--role", "integrity"),
}
"""Roster key to the options of `officer add`."""
