"""The permission of every URL of the console. A URL that is not listed here is closed to everybody."""

from collections.abc import Mapping
from enum import Enum

from domain.organisation.rights import Right


class Door(Enum):
    """URLs that need no right. ANYONE: also without a session. SIGNED_IN: any officer's session."""

    ANYONE = "anyone who has a one-time link, a code or a password: the way in"
    SIGNED_IN = "any signed-in officer, about themselves"


RULES: Mapping[str, Door | Right] = {
    "desk.ways_in": Door.ANYONE,
    "desk.enter": Door.ANYONE,
    "desk.link": Door.ANYONE,
    "desk.enter_by_link": Door.ANYONE,
    "desk.home": Door.SIGNED_IN,
    "desk.nothing": Door.SIGNED_IN,
    "desk.keys": Door.SIGNED_IN,
    "desk.me": Door.SIGNED_IN,
    "desk.sign_out": Door.SIGNED_IN,
    "desk.end_session": Door.SIGNED_IN,
    "desk.end_others": Door.SIGNED_IN,
    "desk.password": Door.SIGNED_IN,
    "desk.set_password": Door.SIGNED_IN,
    "desk.cases": Right.CASES,
    "desk.cases_csv": Right.CASES,
    "desk.cases_xlsx": Right.CASES,
    "desk.bulk": Right.CASES,
    "desk.bulk_preview": Right.CASES,
    "desk.bulk_do": Right.CASES,
    "desk.case": Right.CASES,
    "desk.act": Right.CASES,
    "desk.note": Right.CASES,
    "desk.decide_referral": Right.CASES,
    "desk.attachment": Right.CASES,
    "desk.intake": Right.INTAKE,
    "desk.file_intake": Right.INTAKE,
    "desk.intake_slip": Right.INTAKE,
    "desk.renew_slip": Right.INTAKE,
    "desk.papers": Right.INTAKE,
    "desk.paper_sheet": Right.INTAKE,
    "desk.key_sheet": Right.INTAKE,
    "desk.paper_again": Right.INTAKE,
    "desk.key_again": Right.INTAKE,
    "desk.itas": Right.INTAKE,
    "desk.save_itas": Right.INTAKE,
    "desk.points": Right.INTAKE,
    "desk.make_point": Right.INTAKE,
    "desk.close_point": Right.INTAKE,
    "desk.point_sheet": Right.INTAKE,
    "desk.join_case": Right.CASES,
    "desk.separate_case": Right.CASES,
    "desk.keep_photos": Right.CASES,
    "desk.drop_photo": Right.CASES,
    "desk.publish_photos": Right.CASES,
    "desk.withdraw_photos": Right.CASES,
    "desk.cover_photo": Right.CASES,
    "desk.save_cover": Right.CASES,
    "desk.office": Right.OVERVIEW,
    "desk.order": Right.ORDER,
    "desk.orders": Right.CONFIRM,
    "desk.confirm_order": Right.CONFIRM,
    "desk.seal_case": Right.CASES,
    "desk.reports": Right.REPORTS,
    "desk.report_choose": Right.REPORTS,
    "desk.report": Right.REPORTS,
    "desk.report_make": Right.REPORTS,
    "desk.report_file": Right.REPORTS,
    "desk.report_scan": Right.REPORTS,
    "desk.report_step": Right.REPORTS,
    "desk.report_evidence": Right.REPORTS,
    "desk.report_add_evidence": Right.REPORTS,
    "desk.report_take_back": Right.REPORTS,
    "desk.report_score": Right.REPORTS,
    "desk.report_pack": Right.REPORTS,
    "desk.improvements": Right.IMPROVEMENTS,
    "desk.improvement_propose": Right.IMPROVEMENTS,
    "desk.improvement": Right.IMPROVEMENTS,
    "desk.improvement_agree": Right.IMPROVEMENTS,
    "desk.improvement_end": Right.IMPROVEMENTS,
    "desk.figures": Right.FIGURES,
    "desk.register": Right.REGISTER,
    "desk.registered": Right.REGISTER,
    "desk.act_on_registered": Right.REGISTER,
    "desk.note_on_registered": Right.REGISTER,
    "desk.registered_file": Right.REGISTER,
    "desk.withdraw_from_registered": Right.REGISTER,
    "desk.ask_identity": Right.REGISTER,
    "desk.decide_identity": Right.REGISTER,
    "desk.settings_home": Right.SETTINGS,
    "desk.setting_list": Right.SETTINGS,
    "desk.setting": Right.SETTINGS,
    "desk.save_setting": Right.SETTINGS,
    "desk.remove_setting": Right.SETTINGS,
    "desk.setting_history": Right.SETTINGS,
    "desk.undo_setting": Right.SETTINGS,
    "desk.setting_file": Right.SETTINGS,
    "desk.take_file": Right.SETTINGS,
    "desk.words": Right.SETTINGS,
    "desk.word": Right.SETTINGS,
    "desk.save_word": Right.SETTINGS,
    "desk.team": Right.TEAM,
    "desk.appoint": Right.TEAM,
    "desk.member": Right.TEAM,
    "desk.change_member": Right.TEAM,
    "desk.new_member_code": Right.TEAM,
    "desk.lost_phone": Right.TEAM,
    "desk.member_leaves": Right.TEAM,
}
"""Flask endpoint of the console to its required door or right."""
AUDIENCES = {
    endpoint: rule.value
    if isinstance(rule, Door)
    else f"signed-in officers whose role has the right `{rule.value}`"
    for endpoint, rule in RULES.items()
}
"""The same as text, for the list of all routes in bot.runtime.flask_app."""
