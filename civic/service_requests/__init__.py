"""From "the bench is broken" to "my neighbours say it is mended"."""
