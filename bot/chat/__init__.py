"""The Telegram face: translates updates into calls on the rooms below, and their answers into messages."""
