"""How much a child may take while it reads what a stranger sent."""

import os
from contextlib import suppress

_LARGEST_FILE = 64_000_000


def bound(*, memory: int, seconds: int) -> None:
    """From here on this process gets no more than so many bytes and seconds of work."""
    try:
        import resource
    except ImportError:
        # Not every system has such limits; the time is then kept by whoever waits.
        return
    # Some systems refuse the limit of memory.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # People who press a button come before photos.
    os.nice(5)
