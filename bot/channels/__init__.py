"""The ways in and out: Telegram, the web chat and the terminal, all on one engine.

A channel turns what its side sends into an `Incoming`, asks the engine, and shows the
replies. It knows nothing of topics or flows, and the engine knows nothing of channels.
"""
