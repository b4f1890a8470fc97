"""Ventanilla: a bot that answers migrants' questions about H-2B visas from what people wrote and checked.

    channel → Incoming → interpret → Action → act → Turn → Reply → channel

Read `model` first, then `turn`, then `engine`; the rest is looked up when needed.
"""
