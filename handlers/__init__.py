"""One router a feature: a press or a message in, screens out."""
