"""The office: the town, those who serve it, and making a town."""
