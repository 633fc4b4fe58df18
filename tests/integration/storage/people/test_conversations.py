"""The running conversation of each person."""

from storage.people.conversations import ConversationState
from tests.moments import NOON


def test_a_place_in_a_conversation_is_kept_replaced_and_dropped(store):
    draft = {"detail": "ไฟดับ 💡", "photos": [1, 2], "village": None}
    with store.begin() as tx:
        assert tx.conversations.find("U1") is None
        tx.conversations.put("U1", ConversationState("complaint", "0123", draft), NOON)
        tx.conversations.put(
            "U1", ConversationState("complaint", "4567", {**draft, "village": 3}), NOON
        )
        tx.conversations.put("U2", ConversationState("rating", "89ab", {}), NOON)
    with store.begin() as tx:
        assert tx.conversations.find("U1") == ConversationState(
            "complaint", "4567", {**draft, "village": 3}
        )
        tx.conversations.drop("U1")
    with store.read() as tx:
        assert tx.conversations.find("U1") is None
        assert tx.conversations.find("U2") == ConversationState("rating", "89ab", {})
