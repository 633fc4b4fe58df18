"""ข้อมูลของฉัน: what is kept of whoever asks, and deleting what may be deleted, after one confirmation.

Draft: confirmed.
"""

from handlers.core import dates
from handlers.core.messages import Card, Choice, Does, Incoming, Press, Reply, Row, Text
from handlers.engine.conversation import Draft, Flow, NotUnderstood, Step, Talk, begin
from handlers.usecases import my_data

NAME = "mydata"
SPOKEN = ("th", "en")
WORD = "button.my_data"
"""The word that opens it, typed or pressed."""


def show(talk: Talk) -> list[Reply]:
    kept = my_data.kept(talk.desk, talk.speaker.line_user_id)
    notice = talk.desk.office.links.privacy()
    delete = Choice(talk.label("button.delete_data"), Does.PRESS, str(Press(NAME, "delete")))
    return [
        Card(
            title=talk.say("mydata.title"),
            alt=talk.say("mydata.alt"),
            rows=(
                Row(talk.say("mydata.name"), kept.display_name or talk.say("mydata.nothing")),
                Row(talk.say("mydata.language"), _language(talk, kept.language)),
                Row(talk.say("mydata.since"), talk.say("card.on", day=dates.day(kept.since))),
                Row(talk.say("mydata.cases"), str(kept.cases)),
                Row(talk.say("mydata.ratings"), str(kept.ratings)),
                Row(talk.say("mydata.drafts"), str(kept.drafts)),
                Row(talk.say("mydata.loose"), str(kept.loose)),
            ),
            buttons=(
                *((delete,) if kept.can_be_deleted else ()),
                *(
                    (Choice(talk.label("button.whole_notice"), Does.LINK, notice),)
                    if notice
                    else ()
                ),
            ),
            footnote=talk.say("mydata.official"),
        )
    ]


def _language(talk: Talk, code: str) -> str:
    """As LINE's profile has it; it knows more languages than we speak."""
    if code in SPOKEN:
        return talk.say(f"mydata.language_{code}")
    return code or talk.say("mydata.nothing")


def start_deleting(talk: Talk) -> list[Reply]:
    return begin(talk, FLOW, {})


def _ask_check(talk: Talk) -> list[Reply]:
    return [
        Text(
            talk.say("mydata.check"),
            (
                talk.button("button.confirm", "check", "yes"),
                talk.button("button.cancel", "check", "cancel"),
            ),
        )
    ]


def _hear_check(talk: Talk, incoming: Incoming) -> Draft:
    if incoming.press is None or incoming.press.value != "yes":
        raise NotUnderstood("complaint.press_needed")
    return {**talk.draft, "confirmed": True}


def _finish(talk: Talk) -> list[Reply]:
    my_data.delete(talk.desk, talk.speaker.line_user_id)
    return [Text(talk.say("mydata.deleted"))]


FLOW = Flow(
    NAME,
    (Step("check", (), lambda draft: not draft.get("confirmed"), _ask_check, _hear_check),),
    _finish,
)
