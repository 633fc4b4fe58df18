"""The words of a case about staff lie sealed, those of any other as they are. Empty ones are never sealed."""

from storage.sealed.vault import Vault


def encrypt_if_restricted(vault: Vault, words: str, about: str, *, restricted: bool) -> str:
    """As they are kept. `about`: table and row, as `Vault.seal` wants it."""
    return vault.seal_text(words, about) if restricted and words else words


def decrypt_if_restricted(vault: Vault, kept: str, about: str, *, restricted: bool) -> str:
    """As they were said. Raises UnreadableError."""
    return vault.open_text(kept, about) if restricted and kept else kept
