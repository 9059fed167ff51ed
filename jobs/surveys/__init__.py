"""What the tick does for surveys: opens, closes, invites, erases, keeps the author up to date."""
