"""The HTTP side: health, webhook, the demo's clock."""
