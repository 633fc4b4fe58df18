"""The step that asks for the receipt code again, so that no draft links an account to a case without a link."""

from dataclasses import replace

from domain.cases.lifecycle import Action
from domain.errors import Refused
from handlers.conversations.reporter.draft import OwnCaseDraft, OwnCaseTurn
from handlers.conversations.reporter.which_case import joined
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.engine.flow import NotUnderstood, Step
from handlers.usecases import conduct
from handlers.views import attachment_view, conduct_card


def _ask(turn: OwnCaseTurn) -> list[Reply]:
    draft = turn.draft
    sent = turn.uow.tx.attachments.get_many(draft.evidence.ids)
    is_withdrawal = draft.action == Action.WITHDRAW
    text = turn.say(
        "code.ask_withdraw" if is_withdrawal else "code.ask",
        note=draft.note or "-",
        evidence=attachment_view.counted(turn.uow.context.translations, sent),
    )
    warned = conduct_card.warning(turn.uow, turn.translator, draft.evidence.ids)
    text = "\n\n".join(filter(None, (warned, text)))
    return [Text(text, (turn.button("button.cancel", "code", "cancel"),))]


def _parse(turn: OwnCaseTurn, event: InboundEvent) -> OwnCaseDraft:
    text = event.text.strip()
    if event.kind is not EventKind.TEXT or not text:
        raise NotUnderstood("code.needed")
    code = conduct.read_code(text)
    if code is None:
        if turn.draft.action == Action.WITHDRAW:
            raise NotUnderstood("code.needed")
        return replace(turn.draft, note=joined(turn, event))
    try:
        case = conduct.by_code(turn.uow, turn.user.line_user_id, code)
    except Refused as refusal:
        raise NotUnderstood(f"refusals.{refusal.key}") from refusal
    # This draft is not stored: the note is sent in the same turn.
    return replace(turn.draft, case=case.id, reporter=case.reporter, confirmed=True)


STEP = Step[OwnCaseDraft]("code", lambda draft: draft.by_code and not draft.confirmed, _ask, _parse)
