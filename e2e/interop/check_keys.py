"""Says what securesystemslib, python-cryptography and openssl think of what the keyring made.

    check_keys.py FILE

FILE holds {"signatures": [{"key": JSON text, "payload": hex, "signature": hex}], "backups": [{"file", "passphrase", "pem"}]}.
Prints one boolean for each question, by its asker.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives import serialization as ser
from securesystemslib.exceptions import UnverifiedSignatureError
from securesystemslib.signer import Key, Signature

asked = json.loads(Path(sys.argv[1]).read_text())


def spki(key):
    return key.public_key().public_bytes(ser.Encoding.PEM, ser.PublicFormat.SubjectPublicKeyInfo).decode()


def securesystemslib_verifies(key, payload, signature):
    try:
        Key.from_dict("00", json.loads(key)).verify_signature(Signature("00", signature), payload)
        return True
    except UnverifiedSignatureError:
        return False


def openssl_verifies(key, payload, signature):
    value = json.loads(key)
    with tempfile.TemporaryDirectory() as name:
        at = Path(name)
        public = value["keyval"]["public"]
        if value["keytype"] == "ed25519":
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

            public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).public_bytes(ser.Encoding.PEM, ser.PublicFormat.SubjectPublicKeyInfo).decode()
        (at / "key.pem").write_text(public)
        (at / "payload").write_bytes(payload)
        (at / "signature").write_bytes(bytes.fromhex(signature))
        if value["keytype"] == "ed25519":
            how = ["pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "payload", "-sigfile", "signature"]
        else:
            digest = "-sha384" if value["scheme"].endswith("384") else "-sha256"
            pss = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"] if value["keytype"] == "rsa" else []
            how = ["dgst", digest, "-verify", "key.pem", *pss, "-signature", "signature", "payload"]
        return subprocess.run(["openssl", *how], cwd=at, capture_output=True).returncode == 0


def openssl_opens(file, passphrase, pem):
    said = subprocess.run(["openssl", "pkey", "-in", file, "-passin", "stdin", "-pubout"], input=passphrase.encode() + b"\n", capture_output=True)
    return said.returncode == 0 and said.stdout.decode() == pem


def cryptography_opens(file, passphrase, pem):
    try:
        return spki(ser.load_pem_private_key(Path(file).read_bytes(), passphrase.encode())) == pem
    except ValueError:
        return False


signatures = [(one["key"], bytes.fromhex(one["payload"]), one["signature"]) for one in asked["signatures"]]
backups = [(one["file"], one["passphrase"], one["pem"]) for one in asked["backups"]]
print(
    json.dumps(
        {
            "securesystemslib": [securesystemslib_verifies(*one) for one in signatures],
            "openssl": [openssl_verifies(*one) for one in signatures],
            "opensslOpens": [openssl_opens(*one) for one in backups],
            "cryptographyOpens": [cryptography_opens(*one) for one in backups],
        }
    )
)
