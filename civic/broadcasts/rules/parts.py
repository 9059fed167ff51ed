"""What a broadcast becomes in a chat: one message, or files ahead and then the words."""

from collections.abc import Sequence
from dataclasses import dataclass

from civic.broadcasts.model import Attachment, Content, MediaKind
from civic.broadcasts.rules.text import CAPTION_LIMIT, longest_of
from civic.kernel.refusal import Refusal

MOST_FILES = 10
LARGEST = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """`ahead` goes first and carries neither words nor buttons; `main` goes with them."""

    ahead: tuple[Attachment, ...]
    main: Attachment | None


def parts_of(content: Content, *, spare: int = 0) -> Parts:
    """The same for each reader, whatever their language: the longest text decides."""
    files = content.attachments
    if not files:
        return Parts(ahead=(), main=None)
    longest = max((longest_of(text) for text in content.texts.values()), default=0)
    if len(files) == 1 and longest + spare <= CAPTION_LIMIT:
        return Parts(ahead=(), main=files[0])
    # An album takes no buttons, and under each broadcast there is one at least.
    return Parts(ahead=files, main=None)


def check_attachments(files: Sequence[Attachment]) -> None:
    if len(files) > MOST_FILES:
        raise Refusal("broadcast-files-many", limit=MOST_FILES)
    if any(one.size > LARGEST for one in files):
        raise Refusal("broadcast-file-large", limit=LARGEST // (1024 * 1024))
    if len(files) > 1 and len({one.kind is MediaKind.PHOTO for one in files}) > 1:
        raise Refusal("broadcast-album-mixed")
