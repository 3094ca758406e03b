"""The studio: a page on this computer for everything that needs no terminal.

It lists the maps of a workspace, starts new ones, takes files of other tools, opens a map on the board, asks questions, shows
scores and findings, and makes what is handed on. Each of its actions is a library call that the command line makes too.
"""
