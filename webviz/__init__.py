"""Showing plans: the viewer, its pictures and what can be embedded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .settings import Settings

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["Settings", "create_app"]


def create_app(settings: Settings, *, guarded: bool = True) -> Flask:
    """Return the viewer over a store, or raise `StoreError`; one that is asked no queries needs no guard."""
    # Every command of the command line passes here, and only one of them needs the viewer.
    from .app import create_app as create

    return create(settings, guarded=guarded)
