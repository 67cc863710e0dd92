"""Lets python-tuf judge repositories: one JSON object a line in, one a line out. The first line out names the version.

Asked: {"root", "files", "now", "targets"}, bytes in base64. Answered: what its own client came to trust, how it refused,
and for each target the SHA-256 that its metadata gives, null where it finds none. The protocol is that of all judges.
"""

import base64
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface, Updater


class MemoryFetcher(FetcherInterface):
    """Serves files by the name that stands in the address, and notes what was asked for."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = files
        self.asked: list[str] = []

    def _fetch(self, url: str) -> Iterator[bytes]:
        name = urlsplit(url).path.rsplit("/", 1)[-1]
        self.asked.append(name)
        content = self.files.get(name)
        if content is None:
            raise DownloadHTTPError(f"no {name}", 404)
        yield base64.b64decode(content)


def judge(case: dict, cache: str) -> dict:
    fetcher = MemoryFetcher(case["files"])
    said: dict = {"asked": fetcher.asked, "trusted": {}, "error": None, "targets": []}
    updater = None
    try:
        updater = Updater(cache, "http://repository.test/", cache, fetcher=fetcher, bootstrap=base64.b64decode(case["root"]))
        now = datetime.strptime(case["now"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
        updater._trusted_set.reference_time = now
        updater.refresh()
    except Exception as error:  # whatever it refuses with is the answer
        said["error"] = words(error)
    if updater is not None:
        for role in ("root", "timestamp", "snapshot", "targets"):
            known = updater._trusted_set._trusted_set.get(role)
            if known is not None:
                said["trusted"][role] = known.version
    if said["error"] is None:
        said["targets"] = [search(updater, fetcher, path) for path in case["targets"]]
    return said


def search(updater: Updater, fetcher: MemoryFetcher, path: str) -> dict:
    before = len(fetcher.asked)
    try:
        found = updater.get_targetinfo(path)
    except Exception as error:  # as above
        return {"error": words(error), "asked": fetcher.asked[before:]}
    return {"found": None if found is None else found.hashes.get("sha256", "")}


def words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def main() -> None:
    print(json.dumps({"version": version("tuf")}), flush=True)
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    for line in sys.stdin:
        cache = tempfile.mkdtemp(prefix="countersign-", dir=memory)
        try:
            print(json.dumps(judge(json.loads(line), cache)), flush=True)
        finally:
            shutil.rmtree(cache, ignore_errors=True)


if __name__ == "__main__":
    main()
