"""Ukrainian, English and Russian catalogues."""
