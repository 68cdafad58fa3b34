"""Evidence (佐证): what files are taken, what is taken out of them, where they are kept, and for whom."""
