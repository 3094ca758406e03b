"""Coding: passages of documents tied to the elements of a map, found again, counted and compared.

A passage is coded into a register of evidence: the item holds the words and their place, the element that it bears on, the
direction and who coded it. The document itself is never changed.
"""
