"""Official appeals: the law's own track, with a number, a term and a written answer."""
