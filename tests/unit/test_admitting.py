"""Who is let in as whom, from what is known of the caller."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from starlette.requests import HTTPConnection

from api.borders import own_hosts
from api.keys import Shown, cookie_name, from_here, shown_by
from tools.domain.actor import LOCAL
from tools.domain.errors import UnauthenticatedError
from tools.domain.keys import ApiKey, digest_of
from tools.studio.keys import admitted

KEY = ApiKey(
    id=1,
    workspace_id="films",
    user_id="ann",
    role="viewer",
    prefix="ed_abcde",
    label="",
    pre_approved=("delete_scene",),
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
    last_used_at=None,
    expires_at=None,
    revoked_at=None,
    in_force=True,
)


def asked(peer: str | None = "127.0.0.1", **headers: str) -> HTTPConnection:
    pairs = {"host": "localhost:8328", **headers}
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in pairs.items()]
    client = (peer, 4711) if peer else None
    return HTTPConnection(
        {"type": "http", "scheme": "http", "path": "/", "headers": raw, "client": client}
    )


def refusal(**facts: bool) -> str:
    with pytest.raises(UnauthenticatedError) as refused:
        admitted(None, **{"shown": False, "exist": True, "loopback": True, **facts})
    return refused.value.code


def test_a_key_in_force_is_its_actor_from_anywhere() -> None:
    actor = admitted(KEY, shown=True, exist=True, loopback=False)
    assert (actor.workspace, actor.user, actor.may_write) == ("films", "ann", False)
    assert actor.pre_approved == {"delete_scene"}


def test_a_key_out_of_force_is_refused_even_where_none_is_left() -> None:
    ended = KEY.model_copy(update={"in_force": False})
    with pytest.raises(UnauthenticatedError) as refused:
        admitted(ended, shown=True, exist=False, loopback=True)
    assert refused.value.code == "KEY_REFUSED"


def test_without_any_key_only_this_machine_is_local() -> None:
    assert admitted(None, shown=True, exist=False, loopback=True) == LOCAL
    assert refusal(exist=False, loopback=False) == "KEY_REQUIRED"


def test_with_keys_nobody_comes_in_without_one() -> None:
    assert refusal() == "KEY_REQUIRED"
    assert refusal(shown=True) == "KEY_REFUSED"


@pytest.mark.parametrize(
    ("connection", "here"),
    [
        (asked(), True),
        (asked("::1"), True),
        (asked("::ffff:127.0.0.1"), True),
        (asked(None), True),
        (asked("192.0.2.7"), False),
        (asked("somewhere"), False),
        (asked(host="studio.example"), False),
        (asked(x_forwarded_for="192.0.2.7"), False),
        (asked(forwarded="for=192.0.2.7"), False),
        (asked(x_forwarded_proto="https"), False),
        (asked(cf_connecting_ip="192.0.2.7"), False),
    ],
    ids=(
        [
            "v4",
            "v6",
            "mapped",
            "socket",
            "far",
            "odd",
            "named",
            "forwarded-for",
            "forwarded",
            "forwarded-proto",
            "tunnel",
        ]
    ),
)
def test_somebody_is_here_only_where_nothing_speaks_against_it(
    connection: HTTPConnection, here: bool
) -> None:
    assert from_here(connection) is here


def test_a_header_goes_before_a_cookie_and_an_empty_one_is_none() -> None:
    cookie = "echo-director-8328=token"
    assert shown_by(asked(cookie=cookie)) == Shown(session="token")
    assert shown_by(asked(cookie=cookie, x_api_key=" ed_a ")) == Shown(key="ed_a")
    assert shown_by(asked(cookie=cookie, x_api_key="  ")) == Shown(session="token")
    assert shown_by(asked(authorization="bearer ed_b")) == Shown(key="ed_b")
    assert shown_by(asked(authorization="Basic ed_b")) == Shown()


def test_two_services_on_one_machine_do_not_share_a_cookie() -> None:
    names = {cookie_name(asked(host=host)) for host in ("localhost:1", "localhost:2", "localhost")}
    assert len(names) == 3


def test_own_names_are_loopback_the_bound_address_and_those_listed() -> None:
    assert own_hosts("127.0.0.1", ()) == {"127.0.0.1", "localhost", "::1"}
    assert {"192.0.2.7", "studio.example"} <= own_hosts("192.0.2.7", ["Studio.example"])
    assert len(own_hosts("0.0.0.0", ())) > 4


def test_digests_differ_wherever_keys_do() -> None:
    assert digest_of("ed_a") != digest_of("ed_b")
    assert len(digest_of("ed_\udcff")) == 32
