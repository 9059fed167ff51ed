"""The world outside: files that people bring."""
