"""Other towns' Open311 servers, as they really answer."""
