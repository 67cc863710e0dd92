"""Keys and signatures of every kind that securesystemslib has, both ways.

Usage: key_kinds.py make MESSAGE_HEX        prints keys of every kind, each with a signature over the message
       key_kinds.py judge FILE              prints, for each entry {keyid, key, message, sig} of the file, whether it verifies

Everything is printed as one JSON document.
"""

import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from securesystemslib.exceptions import UnverifiedSignatureError
from securesystemslib.signer import CryptoSigner, Key, Signature, SSlibKey

RSA_SCHEMES = [f"{padding}-sha{bits}" for padding in ("rsassa-pss", "rsa-pkcs1v15") for bits in (256, 384, 512)]
CURVES = {"ecdsa-sha2-nistp256": ec.SECP256R1, "ecdsa-sha2-nistp384": ec.SECP384R1, "ecdsa-sha2-nistp521": ec.SECP521R1}
ML_DSA_SCHEMES = ["ml-dsa-44/1", "ml-dsa-65/1", "ml-dsa-87/1"]


def signers() -> list[CryptoSigner]:
    rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    of_rsa = [CryptoSigner(rsa_key, SSlibKey.from_crypto(rsa_key.public_key(), scheme=scheme)) for scheme in RSA_SCHEMES]
    of_curves = []
    for scheme, curve in CURVES.items():
        private = ec.generate_private_key(curve())
        of_curves.append(CryptoSigner(private, SSlibKey.from_crypto(private.public_key(), scheme=scheme)))
    of_ml_dsa = [CryptoSigner.generate_mldsa(scheme=scheme) for scheme in ML_DSA_SCHEMES]
    return [CryptoSigner.generate_ed25519(), *of_curves, *of_rsa, *of_ml_dsa]


def made(signer: CryptoSigner, message: bytes) -> dict:
    key = signer.public_key
    return {"keyid": key.keyid, "key": key.to_dict(), "sig": signer.sign(message).signature}


def verdict(entry: dict) -> str:
    try:
        key = Key.from_dict(entry["keyid"], dict(entry["key"]))
    except ValueError as error:  # a kind that it does not know
        return f"no key: {error}"
    try:
        key.verify_signature(Signature(entry["keyid"], entry["sig"]), bytes.fromhex(entry["message"]))
    except UnverifiedSignatureError:
        return "does not verify"
    return "verifies"


def main() -> None:
    task, argument = sys.argv[1:3]
    if task == "make":
        message = bytes.fromhex(argument)
        print(json.dumps([made(signer, message) for signer in signers()]))
    else:
        print(json.dumps([verdict(entry) for entry in json.loads(Path(argument).read_text())]))


if __name__ == "__main__":
    main()
