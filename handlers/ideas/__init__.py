"""Ideas for a courtyard: written, supported, answered."""
