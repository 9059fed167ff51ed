"""What `make bench` runs: the promised figures, each beside a bare bot of the same run."""
