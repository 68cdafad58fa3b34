"""What the notice says: the structured plan, the parser that makes it, and the unit directory."""
