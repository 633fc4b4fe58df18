"""ข้อมูลของฉัน: show people what is stored about them, and delete what may be deleted after a confirmation."""

from dataclasses import dataclass, replace

from handlers.core import buttons, dates
from handlers.core.buttons import Button
from handlers.core.messages import (
    ButtonAction,
    Card,
    Choice,
    InboundEvent,
    Reply,
    Row,
    Text,
)
from handlers.engine.conversation import begin
from handlers.engine.draft import Draft
from handlers.engine.flow import Flow, NotUnderstood, Step
from handlers.engine.turn import ConversationTurn, Turn
from handlers.usecases import my_data

NAME = "mydata"
SPOKEN = ("th", "en")
"""Languages that have a name in words/mydata.toml."""
WORD = "button.my_data"
"""Word key of the label that opens this conversation, typed or pressed."""


@dataclass(frozen=True)
class MyDataDraft(Draft, flow=NAME):
    confirmed: bool = False


MyDataTurn = ConversationTurn[MyDataDraft]


def show(turn: Turn) -> list[Reply]:
    """Return the card with what is stored about the person and, if anything can be deleted, a button for it."""
    kept = my_data.personal_data_of(turn.uow, turn.user.line_user_id)
    notice = turn.uow.context.signed_urls.privacy()
    delete = buttons.choice(turn.translator, "button.delete_data", Button.DELETE_MY_DATA)
    return [
        Card(
            title=turn.say("mydata.title"),
            alt=turn.say("mydata.alt"),
            rows=(
                Row(turn.say("mydata.name"), kept.display_name or turn.say("mydata.nothing")),
                Row(turn.say("mydata.language"), _language(turn, kept.language)),
                Row(turn.say("mydata.since"), turn.say("card.on", day=dates.day(kept.since))),
                Row(turn.say("mydata.cases"), str(kept.cases)),
                Row(turn.say("mydata.ratings"), str(kept.ratings)),
                Row(turn.say("mydata.inquiries"), str(kept.inquiries)),
                Row(turn.say("mydata.drafts"), str(kept.drafts)),
                Row(turn.say("mydata.unfiled"), str(kept.unfiled)),
            ),
            buttons=(
                *((delete,) if kept.can_be_deleted else ()),
                *(
                    (Choice(turn.label("button.whole_notice"), ButtonAction.LINK, notice),)
                    if notice
                    else ()
                ),
            ),
            body="" if kept.can_be_deleted else turn.say("mydata.nothing_to_delete"),
            footnote=turn.say("mydata.official"),
        )
    ]


def _language(turn: Turn, code: str) -> str:
    """Return the name of the profile's language, or its code if it is not one of SPOKEN."""
    if code in SPOKEN:
        return turn.say(f"mydata.language_{code}")
    return code or turn.say("mydata.nothing")


def start_deleting(turn: Turn) -> list[Reply]:
    """Begin the deletion; returns the question for confirmation."""
    return begin(turn, FLOW, MyDataDraft())


def _ask_check(turn: MyDataTurn) -> list[Reply]:
    return [
        Text(
            turn.say("mydata.check"),
            turn.buttons("check", {"yes": "button.confirm", "cancel": "button.cancel"}),
        )
    ]


def _parse_check(turn: MyDataTurn, event: InboundEvent) -> MyDataDraft:
    if event.postback is None or event.postback.value != "yes":
        raise NotUnderstood("complaint.press_needed")
    return replace(turn.draft, confirmed=True)


def _finish(turn: MyDataTurn) -> list[Reply]:
    my_data.delete(turn.uow, turn.user.line_user_id)
    return [Text(turn.say("mydata.deleted"))]


CHECK = Step[MyDataDraft]("check", lambda draft: not draft.confirmed, _ask_check, _parse_check)
FLOW = Flow(MyDataDraft, lambda _turn: (CHECK,), _finish)
