"""What holds for a broadcast: its words and buttons, its hours, who approves, where it may go."""
