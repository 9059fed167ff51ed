"""One resident's answers, from the first press to the last change."""
