"""The process: settings, wiring, updates in, messages out, the tick."""
