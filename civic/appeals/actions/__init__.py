"""What residents, the office and the tick do with appeals."""
