"""The store: TinyDB files written by one writer and read from memory (see :mod:`bot.store.tiny`)."""

from bot.store.loading import open_reader
from bot.store.tiny import TinyStore

__all__ = ["TinyStore", "open_reader"]
