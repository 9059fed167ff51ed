"""The weekly report of service requests: what came, what was closed, how long people wait."""
