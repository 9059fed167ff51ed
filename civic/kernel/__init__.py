"""What every feature stands on: ids, refusals, languages, ports of the plumbing."""
