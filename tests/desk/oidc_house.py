"""A small sign-in service (OpenID Connect) on this machine, which can be told to answer wrongly."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

CLIENT, SECRET = "earwitness", "a secret between the two"


@dataclass
class House:
    """The service: who stands before it, and what it says instead of what it should."""

    address: str = ""
    allowed: str = ""
    sub: str = "248289761001"
    email: str = "fang@example.org"
    email_verified: Any = True
    wrongly: dict[str, Any] = field(default_factory=dict)
    discovery: dict[str, Any] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    algorithm: str = "RS256"
    signs_at_all: bool = True
    lets_in: bool = True
    broken: bool = False
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    forged_with: RSAKey | OctKey | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def claims(self, asked: dict[str, str]) -> dict[str, Any]:
        """What it signs."""
        now = int(time.time())
        told = {"iss": self.address, "sub": self.sub, "aud": CLIENT, "iat": now, "exp": now + 300}
        told |= {"nonce": asked["nonce"], "email": self.email, "email_verified": self.email_verified}
        return {name: each for name, each in (told | self.wrongly).items() if name not in self.left_out}

    def signed(self, asked: dict[str, str]) -> str:
        """The same, signed."""
        header = {"alg": self.algorithm, "kid": "one"}
        if self.algorithm == "none":
            return f"{encoded(json.dumps(header).encode())}.{encoded(json.dumps(self.claims(asked)).encode())}."
        return jwt.encode(header, self.claims(asked), self.forged_with or self.key, algorithms=[self.algorithm])


def encoded(data: bytes) -> str:
    """Base64 for addresses, as tokens and challenges have it."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def service_of(house: House) -> Flask:
    """Its addresses."""
    app = Flask("house")

    @app.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        if house.broken:
            return Response("<h1>It works!</h1>")
        told = {
            "issuer": house.address,
            "authorization_endpoint": f"{house.address}/authorize",
            "token_endpoint": f"{house.address}/token",
            "jwks_uri": f"{house.address}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }
        return jsonify(told | house.discovery)

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(KeySet([house.key]).as_dict(private=False))

    @app.get("/authorize")
    def authorize() -> Response:
        asked = request.args.to_dict()
        house.asked.append(asked)
        assert asked["redirect_uri"] == house.allowed, "that address was never registered here"
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"].split()
        if not house.lets_in:
            told = {"error": "access_denied", "state": asked["state"]}
        else:
            told = {"code": secrets.token_urlsafe(), "state": asked["state"]}
            house.codes[told["code"]] = asked
        return redirect(f"{asked['redirect_uri']}?{urlencode(told)}")

    @app.post("/token")
    def token() -> Response | tuple[Response, int]:
        given = request.authorization
        asked = house.codes.pop(request.form["code"], None)
        challenge = encoded(hashlib.sha256(request.form["code_verifier"].encode()).digest())
        is_theirs = given is not None and (given.username, given.password) == (CLIENT, SECRET)
        if asked is None or not is_theirs or challenge != asked["code_challenge"]:
            return jsonify({"error": "invalid_grant"}), 400
        answer = {"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "expires_in": 60}
        return jsonify(answer | ({"id_token": house.signed(asked)} if house.signs_at_all else {}))

    return app


@contextmanager
def open_house() -> Iterator[House]:
    """The service, answering on loopback."""
    house = House()
    server = make_server("127.0.0.1", 0, service_of(house), threaded=True)
    house.address = f"http://127.0.0.1:{server.server_port}"
    answering = threading.Thread(target=server.serve_forever)
    answering.start()
    try:
        yield house
    finally:
        server.shutdown()
        answering.join()
        server.server_close()
