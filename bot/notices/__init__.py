"""What the office sends by hand: nudges to those who still owe, and notices that are to be confirmed."""
