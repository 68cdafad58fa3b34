"""Who is owed what message at this moment: computed from the store, told once."""
