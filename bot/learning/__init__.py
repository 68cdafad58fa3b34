"""What was asked in vain, and what the office answered to it."""
