"""What a plan shows when it is asked: answers with their scope, and what they rest on."""

from .answer import Answer, answer
from .counting import Count
from .scope import Scope, scope_of

__all__ = ["Answer", "Count", "Scope", "answer", "scope_of"]
