"""The registry of buttons that work at any time: creates them and parses their postbacks.

A button under a question belongs to a draft and is made by `ConversationTurn.button`. The buttons here belong to
no draft: the draft id of their postback is empty. `BUTTON_HANDLERS` in handlers.routing.entry_points maps each to
its action. Old messages keep their buttons for years, so the flow and the step of an entry never change.
"""

from collections.abc import Mapping
from enum import Enum

from domain.cases.lifecycle import Action
from handlers.core.i18n import Translator
from handlers.core.messages import Choice, Postback, postback_choices


class Names(Enum):
    """The kind of value that a button carries."""

    NOTHING = "nothing"
    ID = "id"
    KEY = "key"
    ID_OR_CODE = "id or receipt code"


class Button(Enum):
    """The flow and the step of the postback, and the kind of its value."""

    SHOW_OWN_CASE = ("track", "show", Names.ID)
    ANSWER = ("own", Action.ANSWER.value, Names.ID_OR_CODE)
    ADD = ("own", Action.ADD.value, Names.ID_OR_CODE)
    CONFIRM = ("own", Action.CONFIRM.value, Names.ID_OR_CODE)
    DISPUTE = ("own", Action.DISPUTE.value, Names.ID_OR_CODE)
    WITHDRAW = ("own", Action.WITHDRAW.value, Names.ID_OR_CODE)
    RATE_CASE = ("rating", "case", Names.ID)
    RATE_SERVICE = ("rating", "service", Names.KEY)
    BEGIN_SURVEY = ("survey", "begin", Names.KEY)
    RESUME_SURVEY = ("survey", "resume", Names.NOTHING)
    SURVEY_FIX = ("survey", "fix", Names.NOTHING)
    SURVEY_FOLLOW = ("survey", "follow", Names.KEY)
    SURVEY_RESULTS = ("results", "show", Names.ID)
    SURVEY_DOORS = ("results", "doors", Names.ID)
    SURVEY_WORDS = ("results", "words", Names.NOTHING)
    ITAS_COUNT = ("itas", "enter", Names.NOTHING)
    VOID_LIST = ("void", "list", Names.ID)
    VOID_ASK = ("void", "ask", Names.ID)
    VOID_AGREE = ("void", "agree", Names.ID)
    VOID_DECLINE = ("void", "decline", Names.ID)
    COMMENT_READ = ("comment", "read", Names.ID)
    COMMENT_RELEASE = ("comment", "release", Names.ID)
    COMMENT_CASE = ("comment", "case", Names.ID)
    COMMENT_PROPOSE = ("comment", "propose", Names.ID)
    COMMENT_HIDE = ("comment", "hide", Names.ID)
    IMPROVEMENTS = ("improvement", "show", Names.NOTHING)
    IMPROVEMENT_PROPOSE = ("improvement", "propose", Names.KEY)
    IMPROVEMENT_AGREE = ("improvement", "agree", Names.ID)
    IMPROVEMENT_DONE = ("improvement", "done", Names.ID)
    IMPROVEMENT_DROP = ("improvement", "drop", Names.ID)
    SHOW_SERVICE = ("office", "service", Names.KEY)
    SHOW_MISSED_ANSWER = ("missed", "show", Names.ID)
    DELETE_MY_DATA = ("mydata", "delete", Names.NOTHING)
    NEXT_WORK = ("officer", "page", Names.KEY)
    LIST = ("officer", "list", Names.KEY)
    NEXT_OWN = ("track", "page", Names.KEY)
    SHOW_CASE = ("officer", "show", Names.ID)
    MORE_ACTS = ("officer", "more", Names.ID)
    URGE = ("officer", "urge", Names.ID)
    INSTRUCT = ("officer", "instruct", Names.ID)
    CONFIRM_ORDER = ("officer", "order", Names.ID)
    FINISH_ORDER = ("officer", "order_done", Names.ID)
    CANCEL_ORDER = ("officer", "order_cancel", Names.ID)
    WHOLE_CASE = ("officer", "whole", Names.ID)
    WHOLE_PAGE = ("officer", "whole_page", Names.KEY)
    AGREE_REFERRAL = ("officer", "agree", Names.ID)
    REFUSE_REFERRAL = ("officer", "refuse", Names.ID)
    NOT_DONE = ("officer", "not_done", Names.ID)
    ACCEPT = ("officer", Action.ACCEPT.value, Names.ID)
    UPDATE = ("officer", Action.UPDATE.value, Names.ID)
    ASK = ("officer", Action.ASK.value, Names.ID)
    WAIT = ("officer", Action.WAIT.value, Names.ID)
    CLOSE = ("officer", Action.CLOSE.value, Names.ID)
    ASSIGN = ("officer", Action.ASSIGN.value, Names.ID)
    TRANSFER = ("officer", Action.TRANSFER.value, Names.ID)
    NOT_OURS = ("officer", Action.NOT_OURS.value, Names.ID)
    REOPEN = ("officer", Action.REOPEN.value, Names.ID)
    CORRECT = ("officer", Action.CORRECT.value, Names.ID)
    CORRECT_TO = ("officer", "correct_to", Names.KEY)
    SEAL = ("officer", Action.SEAL.value, Names.ID)
    RECUSE = ("officer", "recuse", Names.ID)
    ASK_IDENTITY = ("officer", "ask_identity", Names.ID)
    AGREE_IDENTITY = ("officer", "agree_identity", Names.ID)
    REFUSE_IDENTITY = ("officer", "refuse_identity", Names.ID)
    ANSWER_QUESTION = ("question", "answer", Names.ID)
    PASS_QUESTION = ("question", "pass", Names.ID)
    PASS_QUESTION_TO = ("question", "to", Names.KEY)

    def __init__(self, flow: str, step: str, names: Names) -> None:
        self.flow = flow
        self.step = step
        self.names = names


_BY_DATA = {(button.flow, button.step): button for button in Button}


def choice(translator: Translator, label: str, button: Button, value: int | str = "") -> Choice:
    """Return a button whose label is the word key `label`. `value`: of the kind that the entry declares."""
    return choices(translator, {button: label}, value)[0]


def choices(
    translator: Translator, labels: Mapping[Button, str], value: int | str = ""
) -> tuple[Choice, ...]:
    """Return several buttons with the same value. `labels`: the word key of each button's label."""
    postbacks = [_postback(button, value) for button in labels]
    keys = {button.name: label for button, label in labels.items()}
    return postback_choices(translator.labels(keys).values(), postbacks)


def named_choice(label: str, button: Button, value: int | str = "") -> Choice:
    """Return a button whose label is not a word key, such as the title of a case or the name of a service."""
    return postback_choices([label], [_postback(button, value)])[0]


def _postback(button: Button, value: int | str) -> Postback:
    assert _fits(button.names, value), f"{button.name} cannot name {type(value).__name__}"
    return Postback(button.flow, button.step, str(value))


def read(postback: Postback) -> Button | None:
    """Return the entry of a postback; None if this release has no such button."""
    return _BY_DATA.get((postback.flow, postback.step))


def _fits(names: Names, value: int | str) -> bool:
    match names:
        case Names.ID:
            return isinstance(value, int)
        case Names.KEY:
            return isinstance(value, str) and value != ""
        case Names.ID_OR_CODE:
            return value != ""
    return value == ""
