"""Writes private keys in every form that the keyring reads, each by the tool that people use, and says what is in them.

    make_key_files.py FOLDER PASSPHRASE

The keys are thrown away with the folder. facts.json names each file with its form and its public key in PEM.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from cryptography.hazmat.primitives import hashes, hmac, serialization as ser
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from nacl.secret import SecretBox

folder, passphrase = Path(sys.argv[1]), sys.argv[2].encode()
facts = []


def spki(key):
    return key.public_key().public_bytes(ser.Encoding.PEM, ser.PublicFormat.SubjectPublicKeyInfo).decode()


def note(name, form, encrypted, key):
    facts.append({"file": name, "format": form, "encrypted": encrypted, "pem": spki(key)})


def write(name, form, encrypted, key, data):
    (folder / name).write_bytes(data)
    note(name, form, encrypted, key)


def run(*args, stdin=None):
    subprocess.run(args, check=True, capture_output=True, cwd=folder, input=stdin)


def by_cryptography():
    keys = {
        "ed25519": ed25519.Ed25519PrivateKey.generate(),
        "p256": ec.generate_private_key(ec.SECP256R1()),
        "p384": ec.generate_private_key(ec.SECP384R1()),
        "rsa": rsa.generate_private_key(65537, 2048),
    }
    for kind, key in keys.items():
        plain, secret = ser.NoEncryption(), ser.BestAvailableEncryption(passphrase)
        write(f"python-{kind}.pem", "pkcs8", False, key, key.private_bytes(ser.Encoding.PEM, ser.PrivateFormat.PKCS8, plain))
        write(f"python-{kind}-encrypted.pem", "pkcs8", True, key, key.private_bytes(ser.Encoding.PEM, ser.PrivateFormat.PKCS8, secret))
        if kind != "ed25519":
            form = "pkcs1" if kind == "rsa" else "sec1"
            write(f"python-{kind}-traditional.pem", form, False, key, key.private_bytes(ser.Encoding.PEM, ser.PrivateFormat.TraditionalOpenSSL, plain))
    return keys


def by_openssl():
    for kind, make in {"ed25519": ["-algorithm", "ed25519"], "p256": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"], "rsa": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072"]}.items():
        name = f"openssl-{kind}.pem"
        run("openssl", "genpkey", *make, "-out", name)
        key = ser.load_pem_private_key((folder / name).read_bytes(), None)
        note(name, "pkcs8", False, key)
        ways = {"scrypt": ["-scrypt"], "aes128": ["-v2", "aes-128-cbc"], "aes192": ["-v2", "aes-192-cbc"], "sha512": ["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512", "-iter", "100000"]}
        for way, flags in ways.items():
            out = f"openssl-{kind}-{way}.pem"
            run("openssl", "pkcs8", "-topk8", "-in", name, *flags, "-passout", "stdin", "-out", out, stdin=passphrase + b"\n")
            note(out, "pkcs8", True, key)
    run("openssl", "ecparam", "-name", "secp384r1", "-genkey", "-out", "openssl-sec1.pem")
    note("openssl-sec1.pem", "sec1", False, ser.load_pem_private_key((folder / "openssl-sec1.pem").read_bytes().split(b"-----END EC PARAMETERS-----\n")[1], None))


def by_ssh_keygen():
    ways = {"ed25519": ["-t", "ed25519"], "p256": ["-t", "ecdsa", "-b", "256"], "p384": ["-t", "ecdsa", "-b", "384"]}
    for kind, make in ways.items():
        for cipher in [None, "aes256-ctr", "aes256-cbc", "aes256-gcm@openssh.com"]:
            name = f"ssh-{kind}-{(cipher or 'plain').split('@')[0]}"
            run("ssh-keygen", "-q", *make, "-C", "a comment", "-N", passphrase.decode() if cipher else "", *(["-Z", cipher] if cipher else []), "-f", name)
            public = ser.load_ssh_public_key((folder / f"{name}.pub").read_bytes())
            pem = public.public_bytes(ser.Encoding.PEM, ser.PublicFormat.SubjectPublicKeyInfo).decode()
            facts.append({"file": name, "format": "openssh", "encrypted": cipher is not None, "pem": pem})


def raw(key):
    return key.private_bytes_raw().hex(), key.public_key().public_bytes_raw().hex()


def in_the_form_of_securesystemslib(key):
    """What its releases before 1.0 wrote; the present one has no such files any more."""
    seed, public = raw(key)
    text = json.dumps({"keytype": "ed25519", "scheme": "ed25519", "keyid_hash_algorithms": ["sha256", "sha512"], "keyval": {"public": public, "private": seed}}).encode()
    write("securesystemslib-plain", "securesystemslib", False, key, text)
    salt, counter = os.urandom(16), os.urandom(16)
    derived = PBKDF2HMAC(hashes.SHA256(), 32, salt, 100_000).derive(passphrase)
    encryptor = Cipher(algorithms.AES(derived), modes.CTR(counter)).encryptor()
    ciphertext = encryptor.update(text) + encryptor.finalize()
    mac = hmac.HMAC(derived, hashes.SHA256())
    mac.update(ciphertext)
    parts = [salt.hex(), "100000", mac.finalize().hex(), counter.hex(), ciphertext.hex()]
    write("securesystemslib-encrypted", "securesystemslib", True, key, "@@@@".join(parts).encode())


def in_the_form_of_go_tuf(keys):
    from base64 import b64encode

    seed, public = raw(keys["ed25519"])
    sec1 = keys["p256"].private_bytes(ser.Encoding.PEM, ser.PrivateFormat.TraditionalOpenSSL, ser.NoEncryption()).decode()
    objects = {
        "ed25519": {"keytype": "ed25519", "scheme": "ed25519", "keyid_hash_algorithms": ["sha256", "sha512"], "keyval": {"public": public, "private": seed + public}},
        "p256": {"keytype": "ecdsa", "scheme": "ecdsa-sha2-nistp256", "keyid_hash_algorithms": ["sha256", "sha512"], "keyval": {"private": sec1, "public": spki(keys["p256"])}},
    }
    for kind, value in objects.items():
        write(f"go-tuf-{kind}.json", "go-tuf", False, keys[kind], json.dumps({"encrypted": False, "data": [value]}, indent="\t").encode())
        salt, nonce = os.urandom(32), os.urandom(SecretBox.NONCE_SIZE)
        derived = hashlib.scrypt(passphrase, salt=salt, n=32768, r=8, p=1, maxmem=2**26, dklen=32)
        box = SecretBox(derived).encrypt(json.dumps([value], indent="\t").encode(), nonce).ciphertext
        data = {
            "kdf": {"name": "scrypt", "params": {"N": 32768, "r": 8, "p": 1}, "salt": b64encode(salt).decode()},
            "cipher": {"name": "nacl/secretbox", "nonce": b64encode(nonce).decode()},
            "ciphertext": b64encode(box).decode(),
        }
        write(f"go-tuf-{kind}-encrypted.json", "go-tuf", True, keys[kind], json.dumps({"encrypted": True, "data": data}, indent="\t").encode())


made = by_cryptography()
by_openssl()
by_ssh_keygen()
in_the_form_of_securesystemslib(made["ed25519"])
in_the_form_of_go_tuf(made)
write("seed.hex", "seed", False, made["ed25519"], raw(made["ed25519"])[0].encode() + b"\n")
(folder / "facts.json").write_text(json.dumps(facts))
