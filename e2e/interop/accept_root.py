"""Says whether python-tuf accepts a root that was signed elsewhere, and whether anything but its signatures changed.

Usage: accept_root.py REPOSITORY BEFORE AFTER

REPOSITORY is a folder in the published layout whose 1.root.json is trusted; BEFORE is the unsigned 2.root.json as it
was handed out; AFTER is what came back. Prints one JSON object; exits with 1 when anything in it is not as it must be.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tuf.api.exceptions import DownloadHTTPError
from tuf.api.metadata import Metadata, Root
from tuf.ngclient import FetcherInterface, Updater


class FolderFetcher(FetcherInterface):
    """Serves a folder, with one file standing in for another."""

    def __init__(self, folder: Path, replaced: dict[str, bytes]) -> None:
        self.folder = folder
        self.replaced = replaced
        self.asked: list[str] = []

    def _fetch(self, url: str) -> Iterator[bytes]:
        name = unquote(urlsplit(url).path).rsplit("/", 1)[-1]
        self.asked.append(name)
        path = self.folder / name
        content = self.replaced.get(name, path.read_bytes() if path.is_file() else None)
        if content is None:
            raise DownloadHTTPError(f"no {name}", 404)
        yield content


def around_signatures(document: bytes) -> tuple[str, str]:
    """The text before and after the value of the top-level member `signatures`, found by Python's own JSON reader."""
    text, decoder = document.decode(), json.JSONDecoder()
    at = skip_space(text, skip_space(text, 0) + 1)
    while text[at] == '"':
        name, at = decoder.raw_decode(text, at)
        start = skip_space(text, skip_space(text, at) + 1)
        _, end = decoder.raw_decode(text, start)
        if name == "signatures":
            return text[:start], text[end:]
        at = skip_space(text, skip_space(text, end) + 1)
    raise ValueError("there is no signatures member")


def skip_space(text: str, at: int) -> int:
    while text[at] in " \t\r\n":
        at += 1
    return at


def verdict(repository: Path, before: bytes, after: bytes) -> dict:
    trusted = (repository / "1.root.json").read_bytes()
    old: Metadata[Root] = Metadata.from_bytes(trusted)
    new: Metadata[Root] = Metadata.from_bytes(after)
    result = new.signed.get_root_verification_result(old.signed, new.signed_bytes, new.signatures)
    return {
        "version": new.signed.version,
        "oldThresholdMet": result.first.verified,
        "newThresholdMet": result.second.verified,
        "signedBy": sorted(result.signed),
        "missing": sorted(result.unsigned),
        "outsideUnchanged": around_signatures(before) == around_signatures(after),
        "samePayload": Metadata.from_bytes(before).signed_bytes == new.signed_bytes,
        "client": client_says(repository, trusted, after),
    }


def client_says(repository: Path, trusted: bytes, after: bytes) -> str:
    """What python-tuf's client does that holds root 1 and meets the new root: "root N", or its own words."""
    fetcher = FolderFetcher(repository, {"2.root.json": after})
    with tempfile.TemporaryDirectory() as cache:
        try:
            updater = Updater(cache, "http://repository.test/metadata/", cache, "http://repository.test/targets/", fetcher, bootstrap=trusted)
            updater.refresh()
        except Exception as error:  # whatever it refuses with is the answer
            return f"{type(error).__name__}: {error}"
        held: Metadata[Root] = Metadata.from_file(str(Path(cache) / "root.json"))
    fresh = held.signed.expires > datetime.now(timezone.utc)
    return f"root {held.signed.version}" if fresh and "3.root.json" in fetcher.asked else "did not go on to look for root 3"


def main() -> None:
    repository, before, after = (Path(argument) for argument in sys.argv[1:4])
    said = verdict(repository, before.read_bytes(), after.read_bytes())
    print(json.dumps(said, indent=1))
    wanted = {"newThresholdMet": True, "oldThresholdMet": True, "outsideUnchanged": True, "samePayload": True, "client": "root 2"}
    sys.exit(0 if all(said[name] == value for name, value in wanted.items()) else 1)


if __name__ == "__main__":
    main()
