"""Verifies every role of a published folder with python-tuf's own client workflow. One JSON line on stdout."""
import json
import sys
import time
from pathlib import Path

import tuf
from tuf.api.metadata import TOP_LEVEL_ROLE_NAMES
from tuf.ngclient._internal.trusted_metadata_set import TrustedMetadataSet
from tuf.ngclient.config import EnvelopeType

folder = Path(sys.argv[1])
started = time.perf_counter()
trusted = TrustedMetadataSet((folder / "1.root.json").read_bytes(), EnvelopeType.METADATA)
trusted.update_timestamp((folder / "timestamp.json").read_bytes())
trusted.update_snapshot((folder / "1.snapshot.json").read_bytes())
trusted.update_targets((folder / "1.targets.json").read_bytes())
roles, targets = 4, len(trusted.targets.targets)
waiting = [("targets", trusted.targets)]
while waiting:
    delegator, parent = waiting.pop()
    if parent.delegations is None:
        continue
    if parent.delegations.roles is not None:
        names = list(parent.delegations.roles)
    else:
        names = list(parent.delegations.succinct_roles.get_roles())
    for name in names:
        assert name not in TOP_LEVEL_ROLE_NAMES
        document = trusted.update_delegated_targets((folder / f"1.{name}.json").read_bytes(), name, delegator)
        roles += 1
        targets += len(document.targets)
        if document.delegations is not None:
            waiting.append((name, document))
wall = time.perf_counter() - started
print(json.dumps({"peer": f"python-tuf {tuf.__version__}", "wallMs": round(wall * 1000), "roles": roles, "targets": targets}))
