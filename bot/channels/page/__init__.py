"""The page of the web chat: its markup, style, script and sentences."""
