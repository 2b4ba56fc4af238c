"""Showing plans: the viewer, its pictures and what can be embedded."""

from .app import create_app
from .settings import Settings

__all__ = ["Settings", "create_app"]
