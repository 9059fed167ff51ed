"""Official appeals: filed by residents, answered by the office."""
