"""The one-time link into the console, for an officer who asks for it in the chat."""

from handlers.conversations.officer.current_case import officer_of
from handlers.core import dates
from handlers.core.messages import ButtonAction, Card, Choice, Reply, Text
from handlers.engine.turn import Turn
from handlers.usecases.desk import sign_in


def offer(turn: Turn) -> list[Reply]:
    """Return the card with the link and the code. Raises Refused not_an_officer."""
    officer = officer_of(turn)
    urls = turn.uow.context.signed_urls
    address = urls.desk()
    if address is None:
        return [Text(turn.say("console.no_address"))]
    link = sign_in.issue_link(turn.uow, officer)
    target = urls.desk(link.token)
    assert target is not None
    return [
        Card(
            title=turn.say("console.title"),
            alt=turn.say("console.title"),
            body=turn.say(
                "console.link",
                address=address.removeprefix("https://"),
                code=f"{link.code[:4]}-{link.code[4:]}",
                hour=dates.clock(link.expires_at),
            ),
            buttons=(Choice(turn.label("menu.desk"), ButtonAction.LINK, target),),
        )
    ]
