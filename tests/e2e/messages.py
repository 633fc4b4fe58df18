"""Messages unsent and edited in LINE, and the remaining copies of their text in the bot's data."""

import json
import secrets

from sqlalchemy import select

from storage.tables import message_part
from tests.chat import HTTP
from tests.sealed import opened_case, opened_entries

STREET_LIGHT = "ไฟถนน ไฟส่องสว่าง"
SECRET = "เบอร์โทรฉัน 0812345678"


def case_of(bot, number):
    with bot.office.store.read() as tx:
        case = tx.all_cases.by_number(number)
        return opened_case(case), opened_entries(tx.audit.of(case.id), case)


def on_disk(bot, words):
    """Return whether a text is anywhere in the bot's folder in the clear."""
    bot.office.store.truncate_log()
    files = [path for path in bot.settings.data_dir.rglob("*") if path.is_file()]
    assert files
    return any(words.encode() in path.read_bytes() for path in files)


def known(bot, phone):
    """Return where a text of this person is stored, as readable with the database and the key."""
    account = bot.line.friends.person(phone.key).id
    with bot.office.store.read() as tx:
        rows = tx.connection.execute(select(message_part)).all()
        opened = [tx.vault.open(row.content, f"message_part:{row.message}") for row in rows]
    found = [(sender, holder, parts) for _, sender, holder, parts in map(json.loads, opened)]
    return {
        (holder.partition(":")[0], part[0])
        for sender, holder, parts in found
        if sender == account
        for part in parts
    }


def event(bot, phone, kind, **body):
    """Return a webhook of LINE about a message that the simulator has no button for."""
    raw = {
        "type": kind,
        "mode": "active",
        "timestamp": int(bot.now().timestamp() * 1000),
        "source": {"type": "user", "userId": bot.line.friends.person(phone.key).id},
        "webhookEventId": secrets.token_hex(13).upper(),
        "deliveryContext": {"isRedelivery": False},
        **body,
    }
    answer = HTTP.request("POST", f"{bot.line_url}/_/webhook", json={"events": [raw]})
    assert answer.json()["status"] == 200
    bot.settle()


def edits(bot, phone, text, message=None):
    """Edit one of the person's messages, by default the newest."""
    edited = {"type": "text", "id": message or phone.own_messages[-1], "text": text}
    event(bot, phone, "messageEdited", message=edited)
