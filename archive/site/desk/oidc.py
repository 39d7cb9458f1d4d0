"""The sign-in service of the house, by OpenID Connect: asking it who somebody is, and believing only what it signed.

The only module that knows Authlib (extra ``oidc``). The way there and back is bound to this browser by ``state``, the
answer to this request by ``nonce``, and the code to whoever asked for it by PKCE.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, session
from werkzeug.wrappers import Response as Answer

from archive.errors import ArchiveError, BadInput, BadSetting, Refused, Unavailable
from archive.settings import Settings

_CLIENT = "earwitness-oidc"
_PATIENCE_S = 10
# Whatever else a service says it may sign with: no signature, or one by a shared secret, proves nothing here.
_SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")


class NotVouchedFor(Refused):
    """The service did not say who somebody is, or not so that it can be believed."""

    status = 403


@dataclass(frozen=True, slots=True, kw_only=True)
class VouchedFor:
    """Whom the service vouches for: itself and its own name for them, and an address it has verified, or nothing."""

    subject: str
    email: str


def open_provider(app: Flask, settings: Settings) -> None:
    """Make the service known, if the settings name one; raises :class:`BadSetting` where the extra is not installed."""
    if not settings.oidc_issuer:
        return
    try:
        from authlib.integrations.flask_client import OAuth
    except ImportError as error:
        raise BadSetting(
            "Signing in by OpenID Connect needs the extra “oidc”.",
            next_step="`pip install 'earwitness[oidc]'`, or unset EARWITNESS_OIDC_ISSUER.",
        ) from error
    app.extensions[_CLIENT] = OAuth(app).register(
        "house",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret or None,
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "default_timeout": _PATIENCE_S},
    )


def has_provider() -> bool:
    """Whether there is such a service."""
    return _CLIENT in current_app.extensions


def is_answer() -> bool:
    """Whether somebody comes back from the service, rather than wanting to go there."""
    return bool({"code", "state", "error"} & set(request.args))


def ask(address: str) -> Answer:
    """Lead to the service, which leads back to this address; raises :class:`Unavailable`."""
    for name in [each for each in session if each.startswith("_state_")]:
        session.pop(name)  # of attempts given up: a few of them fill a cookie
    try:
        led: Answer = _provider().authorize_redirect(address)
    except Exception as fault:  # whatever a server that is not ours answers
        raise _not_reached(fault) from fault
    led.status_code = 303
    return led


def answered() -> VouchedFor:
    """Whom the service vouches for; raises :class:`NotVouchedFor`, :class:`BadInput` or :class:`Unavailable`."""
    if request.args.get("error"):
        raise NotVouchedFor("The service let nobody in.")
    if not request.args.get("code"):
        raise BadInput("This answer has no code.")
    claims = _claims()
    subject, email = claims.get("sub"), claims.get("email")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise NotVouchedFor("The service names nobody.")
    is_verified = claims.get("email_verified") is True and isinstance(email, str)
    return VouchedFor(subject=f"{_issuer()} {subject}", email=str(email) if is_verified else "")


def _claims() -> dict[str, Any]:
    """What the service signed for this request of this browser."""
    from authlib.integrations.base_client import MismatchingStateError, OAuthError
    from joserfc.errors import JoseError

    told = {"iss": {"essential": True, "value": _issuer()}, "aud": {"essential": True, "value": _client_id()}}
    try:
        token = _provider().authorize_access_token(claims_options=told)
    except MismatchingStateError as fault:
        raise BadInput("This answer is to no question of this browser.") from fault
    except (OAuthError, JoseError, ValueError, KeyError, TypeError) as fault:
        _provider().server_metadata.pop("jwks", None)  # it may have changed its keys: ask for them next time
        current_app.logger.warning("The sign-in service's answer was not believed: %s", fault)
        raise NotVouchedFor("What the service answered cannot be believed.") from fault
    except Exception as fault:
        raise _not_reached(fault) from fault
    claims = token.get("userinfo")
    if not claims:
        raise NotVouchedFor("The service signed nothing.")
    return dict(claims)


def _provider() -> Any:
    """The service as Authlib knows it, with what it says of itself held against what we were told of it."""
    provider = current_app.extensions[_CLIENT]
    says = provider.load_server_metadata()
    if says.get("issuer") != _issuer():
        provider.server_metadata.pop("_loaded_at", None)
        raise BadSetting(
            "The service calls itself %(found)r, not %(expected)r.", found=says.get("issuer"), expected=_issuer()
        )
    signs_with = says.get("id_token_signing_alg_values_supported") or ["RS256"]
    says["id_token_signing_alg_values_supported"] = [each for each in signs_with if each in _SIGNATURES] or ["RS256"]
    return provider


def _issuer() -> str:
    settings: Settings = current_app.config["ARCHIVE"]
    return settings.oidc_issuer


def _client_id() -> str:
    settings: Settings = current_app.config["ARCHIVE"]
    return settings.oidc_client_id


def _not_reached(fault: Exception) -> ArchiveError:
    current_app.logger.error("The sign-in service cannot be used: %s: %s", type(fault).__name__, fault)
    return Unavailable("The sign-in service cannot be reached.", next_step="Sign in with a password, or try later.")
