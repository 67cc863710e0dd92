"""Makes a small repository with python-tuf whose root 2 waits for signatures.

Usage: make_root.py FOLDER CASE [DEVICE_KEY.pem]

Keys come from `openssl genpkey` and from securesystemslib, each as PKCS#8 PEM under FOLDER/keys. The repository stands
in FOLDER/repository in the published layout: root 1, targets, snapshot and timestamp are signed; 2.root.json is not yet.

CASE is one of
  rotated  root 2 replaces the P-256 key by a new one of python-tuf; empty signature slots, written as tuf-on-ci does
  same     root 2 keeps both keys, python-tuf has signed with one; written compactly, as python-tuf does
  device   root 2 replaces the P-256 key by DEVICE_KEY; unusual order, indent and ending, and fields that nobody knows

FOLDER/facts.json says what the journey needs: who has to sign, and the digest of the canonical bytes.
"""

import hashlib
import json
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from securesystemslib.signer import CryptoSigner, SSlibKey
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

CASES = ("rotated", "same", "device")
THRESHOLD = 2


def openssl_key(path: Path, *options: str) -> CryptoSigner:
    subprocess.run(["openssl", "genpkey", *options, "-out", str(path)], check=True, capture_output=True)
    return CryptoSigner(load_pem_private_key(path.read_bytes(), None))


def python_key(path: Path) -> CryptoSigner:
    signer = CryptoSigner.generate_ecdsa()
    path.write_bytes(signer.private_bytes)
    return signer


def in_days(days: int) -> datetime:
    return datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=days)


def signed_by(signed, *signers: CryptoSigner) -> Metadata:
    metadata = Metadata(signed)
    for signer in signers:
        metadata.sign(signer, append=True)
    return metadata


def digest_of(metadata: Metadata) -> str:
    """SHA-256 of the canonical bytes: what signatures cover."""
    return hashlib.sha256(metadata.signed_bytes).hexdigest()


def pending_bytes(case: str, pending: Metadata[Root], signer_ids: list[str]) -> bytes:
    document = pending.to_dict()
    if case == "same":
        return json.dumps(document, separators=(",", ":"), sort_keys=True).encode()
    if case == "rotated":  # an empty slot marks who has not signed yet
        document["signatures"] = [{"keyid": key_id, "sig": ""} for key_id in signer_ids]
        return (json.dumps(document, indent=1, sort_keys=True) + "\n").encode()
    mixed = {
        "x-before": ["kept", {"as": "it is"}],
        "signed": dict(reversed(list(document["signed"].items()))),
        "signatures": document["signatures"],
        "x-after": "kept too",
    }
    return (json.dumps(mixed, indent="\t") + "\n\n").encode()


def main() -> None:
    folder, case = Path(sys.argv[1]), sys.argv[2]
    if case not in CASES:
        sys.exit(f"the cases are {', '.join(CASES)}")
    keys, repository = folder / "keys", folder / "repository"
    keys.mkdir(parents=True)
    repository.mkdir()

    ed25519 = openssl_key(keys / "openssl-ed25519.pem", "-algorithm", "ed25519")
    p256 = openssl_key(keys / "openssl-p256.pem", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
    online = CryptoSigner.generate_ed25519()  # of nobody's interest: it is not written down

    root = Root(expires=in_days(365), consistent_snapshot=True)
    for signer in (ed25519, p256):
        root.add_key(signer.public_key, Root.type)
    root.roles[Root.type].threshold = THRESHOLD
    for role in (Timestamp.type, Snapshot.type, Targets.type):
        root.add_key(online.public_key, role)
    root_1 = signed_by(root, ed25519, p256)
    root_1.to_file(str(repository / "1.root.json"))
    anchor_digest = digest_of(root_1)  # now, because root 2 is made out of the same object

    artifact = b"hello from python-tuf\n"
    targets = Targets(expires=in_days(90))
    targets.targets["hello.txt"] = TargetFile.from_data("hello.txt", artifact, ["sha256"])
    snapshot = Snapshot(expires=in_days(30), meta={"targets.json": MetaFile(1)})
    timestamp = Timestamp(expires=in_days(7), snapshot_meta=MetaFile(1))
    for name, signed in (("1.targets.json", targets), ("1.snapshot.json", snapshot), ("timestamp.json", timestamp)):
        signed_by(signed, online).to_file(str(repository / name))

    root.version = 2
    root.expires = in_days(400)
    # Who gives a signature through the screens, by file or as the device's own key.
    signers = [("openssl-ed25519.pem", ed25519.public_key), ("openssl-p256.pem", p256.public_key)]
    pending = Metadata(root)
    if case == "same":
        pending.sign(p256)
        signers = signers[:1]
    else:
        root.revoke_key(p256.public_key.keyid, Root.type)
        if case == "rotated":
            new_name, new_key = "python-p256.pem", python_key(keys / "python-p256.pem").public_key
        else:
            new_name, new_key = None, SSlibKey.from_crypto(load_pem_public_key(Path(sys.argv[3]).read_bytes()))
            root.unrecognized_fields["x-nobody-knows"] = {"b": [1, 2], "a": "\u00e9\n\"\\"}
        root.add_key(new_key, Root.type)
        signers.append((new_name, new_key))

    document = pending_bytes(case, pending, [key.keyid for _, key in signers])
    (repository / "2.root.json").write_bytes(document)
    reread: Metadata[Root] = Metadata.from_bytes(document)
    facts = {
        "case": case,
        "role": "root",
        "version": 2,
        "threshold": THRESHOLD,
        "anchorDigest": anchor_digest,
        "digest": digest_of(reread),
        "signers": [{"file": name, "keyId": key.keyid, "keytype": key.keytype} for name, key in signers],
    }
    (folder / "facts.json").write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    main()
