"""Whether what was sent can be kept as a photo, where that is no reason to stop."""

from civic.kernel.photos import check_photo
from civic.kernel.refusal import Refusal


def why_no_photo(content: bytes) -> Refusal | None:
    try:
        check_photo(content)
    except Refusal as refusal:
        return refusal
    return None
