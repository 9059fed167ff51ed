"""What people asked the services for during the demo's year, and what these said."""
