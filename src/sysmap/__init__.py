"""Participatory systems mapping and theory-of-change modelling with the evidence attached."""

__version__ = "0.1.0"
