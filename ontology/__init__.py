"""What a plan means: the terms, the shapes and the concepts, and the few lines that find them."""

from .files import ontology_graph, terms_graph
from .labels import LANGUAGES, Label, pick
from .model import Column, DisplayKind, Form, Model, Shape, SheetModel
from .shapes import load_model

__all__ = [
    "LANGUAGES",
    "Column",
    "DisplayKind",
    "Form",
    "Label",
    "Model",
    "Shape",
    "SheetModel",
    "load_model",
    "ontology_graph",
    "pick",
    "terms_graph",
]
