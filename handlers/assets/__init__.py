"""What stands in the town: the office's inventory, and what a label opens."""
