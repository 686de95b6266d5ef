"""Keys over HTTP: asked for once there is one, refused once revoked, exchanged for a cookie."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from api.app import create_app
from api.keys import KeyRing, Shown, actor_of_key
from tests.integration.http.doors import ADDRESS, door, named
from tools.domain.actor import LOCAL
from tools.studio.keys import create_key, list_keys, revoke_key

PROJECTS = "/api/anime/projects"
_OPEN = ("/", "/ui/js/main.js", "/favicon.ico", "/healthz", "/readyz", "/docs", "/openapi.json")
_SECONDS = 10.0


def visitor(
    studio: Any, settings: Any, *, peer: str = "127.0.0.1", **more: Any
) -> httpx.AsyncClient:
    """A client that comes from the address `peer`, with no key."""
    app = create_app(settings, **more)
    app.state.studio = studio
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, client=(peer, 4711))
    return httpx.AsyncClient(transport=transport, base_url=ADDRESS)


async def becomes(http: httpx.AsyncClient, status: int) -> httpx.Response:
    """Ask until the answer has this status, for as long as a look-up may be believed."""
    async with asyncio.timeout(_SECONDS):
        while (got := await http.get(PROJECTS)).status_code != status:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return got


async def test_without_keys_this_machine_is_local_and_nobody_else_comes_in(studio, settings):
    async with visitor(studio, settings) as here:
        assert (await here.get("/api/session")).json() == {
            "workspace": "local", "user": "local", "role": "owner", "pre_approved": []
        }  # fmt: skip
        unknown = await here.get(PROJECTS, headers={"X-API-Key": "ed_whatever"})
        assert unknown.status_code == 200
        forwarded = await here.get(PROJECTS, headers={"X-Forwarded-For": "203.0.113.9"})
        assert (forwarded.status_code, forwarded.json()["code"]) == (401, "KEY_REQUIRED")
    async with visitor(studio, settings, peer="203.0.113.9") as elsewhere:
        got = await elsewhere.get(PROJECTS)
        assert (got.status_code, got.json()["code"]) == (401, "KEY_REQUIRED")


async def test_from_the_first_key_on_each_request_needs_one(studio, settings):
    async with visitor(studio, settings) as http:
        assert (await http.get(PROJECTS)).status_code == 200
        made = await create_key(studio.store, workspace="films", user="ann", role="editor")
        refused = await becomes(http, 401)
        assert refused.headers["www-authenticate"].startswith("Bearer")
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json()["code"] == "KEY_REQUIRED"
        assert "echo-director keys create" in refused.json()["detail"]
        for header in ({"X-API-Key": made.secret}, {"Authorization": f"Bearer {made.secret}"}):
            asked = await http.get("/api/session", headers=header)
            assert asked.json()["workspace"] == "films"
            assert (asked.json()["user"], asked.json()["role"]) == ("ann", "editor")
        wrong = await http.get(PROJECTS, headers={"X-API-Key": made.secret[:-1]})
        assert (wrong.status_code, wrong.json()["code"]) == (401, "KEY_REFUSED")
        assert made.secret[:-1] not in wrong.text
        for path in ("/api/nothing", "/metrics", "/mcp", "/api/queue"):
            assert (await http.get(path)).status_code == 401, path
        big = await http.post(PROJECTS, content=b"x" * 11_000_000)
        assert big.status_code == 401


async def test_the_page_and_the_health_need_no_key_and_tell_nothing(service, settings):
    async with door(service, settings) as keyed:
        known, stranger = await keyed("films"), await keyed()
        for path in _OPEN:
            assert (await stranger.get(path)).status_code == 200, path
        assert (await stranger.get("/readyz")).json() == {"ready": True, "findings": []}
        told = (await known.get("/readyz")).json()["findings"]
        assert "each request needs a key" in next(f["detail"] for f in told if f["part"] == "keys")


async def test_a_revoked_key_is_refused_within_seconds_and_an_expired_one_at_once(studio, settings):
    made = await create_key(studio.store, workspace="films", user="ann", role="owner")
    other = await create_key(studio.store, workspace="films", user="bob", role="owner", days=1)
    async with visitor(studio, settings) as http:
        http.headers["X-API-Key"] = made.secret
        assert (await http.get(PROJECTS)).status_code == 200
        await revoke_key(studio.store, made.key.id)
        assert (await becomes(http, 401)).json()["code"] == "KEY_REFUSED"
        async with studio.store._pool.connection() as connection:
            await connection.execute("update api_keys set expires_at = now() - interval '1 s'")
        http.headers["X-API-Key"] = other.secret
        assert (await http.get(PROJECTS)).json()["code"] == "KEY_REFUSED"


async def test_a_revoked_key_is_refused_though_no_other_is_left(studio, settings):
    made = await create_key(studio.store, workspace="films", user="ann", role="viewer")
    await revoke_key(studio.store, made.key.id)
    async with visitor(studio, settings) as http:
        assert (await http.get(PROJECTS)).status_code == 200
        got = await http.get(PROJECTS, headers={"X-API-Key": made.secret})
        assert (got.status_code, got.json()["code"]) == (401, "KEY_REFUSED")


async def test_a_key_is_kept_as_its_digest_and_its_use_is_noted_once_a_minute(studio, settings):
    made = await create_key(studio.store, workspace="films", user="ann", role="owner")
    async with studio.store._pool.connection() as connection:
        rows = await (await connection.execute("select * from api_keys")).fetchall()
    assert made.secret[8:] not in str(rows)
    assert made.key.last_used_at is None
    async with visitor(studio, settings) as http:
        http.headers["X-API-Key"] = made.secret
        await http.get(PROJECTS)
        [used] = await list_keys(studio.store)
        assert used.last_used_at is not None
        await http.get(PROJECTS)
        assert [used] == await list_keys(studio.store)


async def test_a_key_becomes_a_cookie_that_no_script_reads_and_that_ends(studio, settings):
    made = await create_key(
        studio.store, workspace="films", user="ann", role="owner", pre_approved=["delete_scene"]
    )
    async with visitor(studio, settings) as http:
        refused = await http.post("/api/session", json={"key": "ed_wrong"})
        assert (refused.status_code, refused.json()["code"]) == (401, "KEY_REFUSED")
        assert not http.cookies
        opened = await http.post("/api/session", json={"key": made.secret})
        assert opened.json()["pre_approved"] == ["delete_scene"]
        cookie = opened.headers["set-cookie"]
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
        assert "Secure" not in cookie
        assert made.secret not in cookie
        assert (await http.get("/api/session")).json()["user"] == "ann"
        written = await http.post(PROJECTS, json={"title": "Rain"}, headers={"Origin": ADDRESS})
        assert written.json()["created_by"] == "ann"
        forged = await http.post(
            PROJECTS, json={"title": "Fog"}, headers={"Origin": "http://127.0.0.1:9999"}
        )
        assert (forged.status_code, forged.json()["code"]) == (403, "FOREIGN_ORIGIN")
        kept = dict(http.cookies)
        assert (await http.delete("/api/session")).status_code == 204
        assert not http.cookies
        http.cookies.update(kept)
        assert (await http.get(PROJECTS)).json()["code"] == "KEY_REQUIRED"


async def test_over_https_the_cookie_is_secure(studio, settings):
    made = await create_key(studio.store, workspace="films", user="ann", role="owner")
    async with visitor(studio, settings) as http:
        opened = await http.post("https://127.0.0.1/api/session", json={"key": made.secret})
        assert "Secure" in opened.headers["set-cookie"].split("; ")


async def test_revoking_a_key_ends_the_sessions_of_its_pages(studio, settings):
    made = await create_key(studio.store, workspace="films", user="ann", role="owner")
    await create_key(studio.store, workspace="films", user="bob", role="owner")
    async with visitor(studio, settings) as http:
        await http.post("/api/session", json={"key": made.secret})
        assert (await http.get(PROJECTS)).status_code == 200
        await revoke_key(studio.store, made.key.id)
        assert (await becomes(http, 401)).json()["code"] == "KEY_REQUIRED"


async def test_a_service_is_called_by_its_own_names_only(studio, settings):
    await create_key(studio.store, workspace="films", user="ann", role="owner")
    allowed = settings.model_copy(update={"allowed_hosts": ("studio.example",)})
    bound = {"bound": "0.0.0.0"}
    cases = [
        (settings, {}, "studio.example", 403),
        (allowed, {}, "studio.example", 401),
        (allowed, {}, "192.0.2.7:8328", 403),
        (allowed, bound, "192.0.2.7:8328", 401),
        (allowed, bound, "evil.example", 403),
        (settings, {"bound": "192.0.2.7"}, "192.0.2.7:8328", 401),
    ]
    for given, more, host, status in cases:
        async with visitor(studio, given, peer="192.0.2.9", **more) as http:
            got = await http.get(PROJECTS, headers={"Host": host})
            assert (host, got.status_code) == (host, status)
    async with visitor(studio, allowed) as http:
        own = {"Host": "studio.example", "Origin": "https://studio.example"}
        assert (await http.get(PROJECTS, headers=own)).status_code == 401
        crossed = {"Host": "studio.example", "Origin": "http://127.0.0.1"}
        assert (await http.get(PROJECTS, headers=crossed)).json()["code"] == "FOREIGN_ORIGIN"


async def test_a_proxys_name_makes_nobody_local(studio, settings):
    allowed = settings.model_copy(update={"allowed_hosts": ("studio.example",)})
    async with visitor(studio, allowed) as http:
        got = await http.get(PROJECTS, headers={"Host": "studio.example"})
        assert (got.status_code, got.json()["code"]) == (401, "KEY_REQUIRED")


async def test_a_key_string_makes_an_actor_with_its_approvals(studio):
    assert await actor_of_key(studio.store, None, loopback=True) == LOCAL
    made = await create_key(
        studio.store, workspace="films", user="ann", role="viewer", pre_approved=["delete_scene"]
    )
    actor = await actor_of_key(studio.store, made.secret, loopback=False)
    assert (actor.workspace, actor.user, actor.role) == ("films", "ann", "viewer")
    assert actor.pre_approved == {"delete_scene"}


async def test_a_look_up_that_found_nothing_is_not_believed(studio):
    ring = KeyRing(studio.store)
    made = await create_key(studio.store, workspace="films", user="ann", role="owner")
    await revoke_key(studio.store, made.key.id)
    assert await ring.actor(Shown(key="ed_unknown"), loopback=True) == LOCAL
    again = await create_key(studio.store, workspace="films", user="bob", role="owner")
    assert (await ring.actor(Shown(key=again.secret), loopback=True)).user == "bob"


async def test_a_key_allows_a_tool_in_chat_and_the_log_says_whose_it_was(service, settings):
    async with door(service, settings) as keyed:
        owner = await keyed("films", pre_approved=["delete_character"])
        project = (await owner.post(PROJECTS, json={"title": "Rain"})).json()["id"]
        body = {"project_id": project, "name": "Mori", "appearance": {"hair": "red"}}
        assert (await owner.post("/api/anime/characters", json=body)).status_code == 201
        said = {"message": "Delete the character Mori", "context": {"project_id": project}}
        answer = (await owner.post("/api/anime/director/command", json=said, timeout=60)).json()
        assert answer["interrupt"] is None, answer
        assert [(c["tool"], c["status"]) for c in answer["tool_calls"]] == [
            ("delete_character", "ok")
        ]
        data = await logged(service, answer["run_id"], "tool.result")
        assert data["pre_approved_by"] == named("owner")


async def test_the_log_says_who_approved_what(service, settings):
    async with door(service, settings) as keyed:
        owner, editor = await keyed("films"), await keyed("films", "editor")
        project = (await owner.post(PROJECTS, json={"title": "Rain"})).json()["id"]
        body = {"project_id": project, "name": "Mori", "appearance": {"hair": "red"}}
        await owner.post("/api/anime/characters", json=body)
        said = {"message": "Delete the character Mori", "context": {"project_id": project}}
        asked = (await owner.post("/api/anime/director/command", json=said, timeout=60)).json()
        yes = {"interrupt_id": asked["interrupt"]["id"], "decision": "approve"}
        address = f"/api/chat/threads/{asked['thread_id']}/resume"
        assert (await editor.post(address, json=yes, timeout=60)).status_code == 200
        data = await logged(service, asked["run_id"], "approval.answered")
        assert (data["user"], data["tool"], data["decision"]) == (
            named("editor"), "delete_character", "approve"
        )  # fmt: skip


async def logged(service: Any, run_id: str, kind: str) -> dict[str, Any]:
    """The data of the run's first event of this kind."""
    async with service.database.pool.connection() as connection:
        found = await connection.execute(
            "select data from events where run_id = %s and type = %s order by seq", (run_id, kind)
        )
        return (await found.fetchone())[0]
