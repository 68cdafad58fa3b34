"""Durable inbox and outbox, one budget, one transport: how messages come in and go out, whatever breaks.

This room knows Telegram and knows no rule of the plan. An update is *received* once it is journaled and
*done* once its handler has returned; a delivery is *posted* once it is journaled and *sent* once Telegram
has given it a message id. Everything between is repeated after a crash.
"""

import os

# PTB 22 warns at every RetryAfter unless periods are asked for as timedelta, which its next major
# version makes the only form.
os.environ.setdefault("PTB_TIMEDELTA", "true")
