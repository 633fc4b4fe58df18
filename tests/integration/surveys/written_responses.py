"""Rows of responses and answers that a test writes at once, instead of one conversation for each person."""


def response_row(number, of_round, section, at):
    """Return a complete response. `of_round`: its round_id, door_id and service."""
    return of_round | {
        "id": number,
        "section": section,
        "mode": "self",
        "state": "complete",
        "started_at": at,
        "submitted_at": at,
    }


def answer_row(number, of_round, response_id, question, code, at):
    """Return an answer of a response."""
    return of_round | {
        "id": number,
        "response_id": response_id,
        "question": question,
        "code": code,
        "submitted_at": at,
    }
