"""What stands in a town and is looked after: poles, benches, bins, trees, playgrounds."""
