"""Who is who: seats, invitations, roles, and who may do what."""
