"""Whether the larger numbers run: `make soak` sets VICHE_SOAK."""

import os

SOAK = bool(os.environ.get("VICHE_SOAK"))
