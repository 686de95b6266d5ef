"""The HTTP side of a fake server."""

from __future__ import annotations

import io
import json
import math
import mimetypes
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

from PIL import Image
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.integration.comfyui.fake.files import OutsideFolderError, inside
from tests.integration.comfyui.fake.jobs import Job, jobs_api_entry
from tests.integration.comfyui.fake.specs import described

if TYPE_CHECKING:
    from tests.integration.comfyui.fake.server import FakeComfy

_UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
_FAILED = PlainTextResponse(
    "500 Internal Server Error\n\nServer got itself in trouble", status_code=500
)


class Routes:
    """Handlers over the state of one fake server."""

    def __init__(self, fake: FakeComfy) -> None:
        self._fake = fake

    def listed(self) -> list[Route]:
        both: list[tuple[str, str, Any]] = [
            ("GET", "/prompt", self.get_prompt),
            ("POST", "/prompt", self.post_prompt),
            ("GET", "/queue", self.get_queue),
            ("POST", "/queue", self.post_queue),
            ("GET", "/history", self.get_history),
            ("GET", "/history/{id}", self.get_history),
            ("POST", "/history", self.post_history),
            ("POST", "/interrupt", self.post_interrupt),
            ("POST", "/free", self.post_free),
            ("POST", "/upload/image", self.post_upload),
            ("GET", "/view", self.get_view),
            ("GET", "/object_info", self.get_object_info),
            ("GET", "/object_info/{name}", self.get_object_info),
            ("GET", "/system_stats", self.get_stats),
            ("GET", "/embeddings", self.get_embeddings),
            ("GET", "/features", self.get_features),
        ]
        routes = [
            Route(prefix + path, handler, methods=[method])
            for method, path, handler in both
            for prefix in ("", "/api")
        ]
        if self._fake.new_family:
            routes += [
                Route("/api/jobs", self.get_jobs, methods=["GET"]),
                Route("/api/jobs/cancel", self.post_cancel_many, methods=["POST"]),
                Route("/api/jobs/{id}", self.get_job, methods=["GET"]),
                Route("/api/jobs/{id}/cancel", self.post_cancel, methods=["POST"]),
            ]
        return [*routes, Route("/{rest:path}", _nothing, methods=["GET", "POST"])]

    async def get_prompt(self, request: Request) -> Response:
        return JSONResponse({"exec_info": {"queue_remaining": self._fake.books.remaining}})

    async def post_prompt(self, request: Request) -> Response:
        fake = self._fake
        try:
            content = json.loads(await request.body())
            if "prompt" not in content:
                return _refused(_no_prompt())
            graph = content["prompt"]
            prompt_id = content.get("prompt_id", str(uuid4()))
            if fake.new_family and not _UUID.fullmatch(str(prompt_id)):
                words = "prompt_id must be a lowercase UUID"
                return _refused({**_no_prompt(), "type": "invalid_prompt_id", "message": words})
            if fake.new_family and not all(isinstance(entry, dict) for entry in graph.values()):
                return _FAILED
            error, outputs, node_errors = fake.checker.check(graph)
        except (ValueError, TypeError, AttributeError):
            return _FAILED
        if error:
            return _refused(error, node_errors)
        number = fake.books.next_number
        fake.books.next_number += 1
        extra = dict(content.get("extra_data") or {})
        if "client_id" in content:
            extra["client_id"] = content["client_id"]
        place = content.get("number", -number if content.get("front") else number)
        fake.books.add(Job(place, prompt_id, graph, extra, outputs))
        fake.submitted.append(content)
        await fake.executor.status()
        await fake.executor.status()
        fake.executor.wake.set()
        if fake.lose_answers:
            fake.lose_answers -= 1
            fake.abort_connections()
        return JSONResponse({"prompt_id": prompt_id, "number": number, "node_errors": node_errors})

    async def get_queue(self, request: Request) -> Response:
        books = self._fake.books
        running = [books.running.listed()] if books.running else []
        return JSONResponse(
            {"queue_running": running, "queue_pending": [job.listed() for job in books.pending]}
        )

    async def post_queue(self, request: Request) -> Response:
        content = await request.json()
        if content.get("clear"):
            self._fake.books.pending.clear()
        for prompt_id in content.get("delete", []):
            self._fake.books.drop(prompt_id)
        await self._fake.executor.status()
        return Response()

    async def get_history(self, request: Request) -> Response:
        history = self._fake.books.history
        if prompt_id := request.path_params.get("id"):
            return JSONResponse({prompt_id: history[prompt_id]} if prompt_id in history else {})
        names = list(history)
        try:
            most = int(request.query_params.get("max_items", len(names)))
        except ValueError:
            return _FAILED
        start = int(request.query_params.get("offset", max(len(names) - most, 0)))
        return JSONResponse({name: history[name] for name in names[start : start + most]})

    async def post_history(self, request: Request) -> Response:
        content = await request.json()
        if content.get("clear"):
            self._fake.books.history.clear()
        for prompt_id in content.get("delete", []):
            self._fake.books.history.pop(prompt_id, None)
        return Response()

    async def post_interrupt(self, request: Request) -> Response:
        body = await request.body()
        wanted = json.loads(body).get("prompt_id") if body else None
        running = self._fake.books.running
        if running and wanted in (None, running.id):
            running.interrupt()
        return Response()

    async def post_free(self, request: Request) -> Response:
        self._fake.executor.free |= bool((await request.json()).get("free_memory"))
        self._fake.executor.wake.set()
        return Response()

    async def post_upload(self, request: Request) -> Response:
        limit = self._fake.max_upload_bytes
        size = int(request.headers.get("content-length", 0))
        if size > limit:
            words = f"Maximum request body size {limit} exceeded, actual body size {size}"
            return PlainTextResponse(words, status_code=413)
        if "multipart/form-data" not in request.headers.get("content-type", ""):
            return Response(status_code=400)
        async with request.form() as form:
            return await self._store(form)

    async def _store(self, form: FormData) -> Response:
        image = form.get("image")
        if image is None or isinstance(image, str) or not image.filename:
            return Response(status_code=400)
        folder = str(form.get("type") or "input")
        if folder not in ("input", "temp", "output"):
            return _FAILED
        subfolder = str(form.get("subfolder") or "")
        try:
            name = self._fake.files.store_upload(
                image.filename,
                await image.read(),
                folder=folder,
                subfolder=subfolder,
                overwrite=form.get("overwrite") in ("true", "1"),
            )
        except OutsideFolderError:
            return Response(status_code=400)
        return JSONResponse({"name": name, "subfolder": subfolder, "type": folder})

    async def get_view(self, request: Request) -> Response:
        asked = request.query_params
        name = asked.get("filename")
        if not name:
            return Response(status_code=404)
        if name.startswith("/") or ".." in name:
            return Response(status_code=400)
        folder = asked.get("type", "output")
        if folder not in ("input", "temp", "output"):
            return Response(status_code=400)
        try:
            data = self._fake.files.content.get((folder, inside(asked.get("subfolder", ""), name)))
        except OutsideFolderError:
            return Response(status_code=403)
        if data is None:
            return Response(status_code=404)
        if "preview" in asked:
            kind, _, quality = asked["preview"].partition(";")
            kind = kind if kind in ("webp", "jpeg") else "webp"
            return Response(
                _converted(data, kind.upper(), quality=int(quality or 90)),
                media_type=f"image/{kind}",
            )
        if asked.get("channel") in ("rgb", "a"):
            return Response(_channel(data, asked["channel"]), media_type="image/png")
        return Response(data, media_type=mimetypes.guess_type(name)[0])

    async def get_object_info(self, request: Request) -> Response:
        nodes = self._fake.current_nodes()
        wanted = request.path_params.get("name")
        names = [name for name in nodes if wanted in (None, name)]
        new = self._fake.new_family
        return JSONResponse({n: described(n, nodes[n], new_family=new) for n in names})

    async def get_stats(self, request: Request) -> Response:
        new = self._fake.new_family
        memory = {"vram_total": 8 << 30, "vram_free": 6 << 30}
        torch_memory = {"torch_vram_total": 0, "torch_vram_free": 0}
        device = {"name": "cpu", "type": "cpu", "index": None, **memory, **torch_memory}
        system = {
            "os": "linux" if new else "posix",
            "ram_total": 16 << 30,
            "ram_free": 8 << 30,
            "comfyui_version": self._fake.version,
            "required_frontend_version": "1.0.0",
            "python_version": "3.11.7",
            "pytorch_version": "2.8.0+cpu",
            "embedded_python": False,
            "argv": ["main.py", "--cpu"],
        }
        return JSONResponse({"system": system, "devices": [device]})

    async def get_embeddings(self, request: Request) -> Response:
        return JSONResponse(list(self._fake.embeddings))

    async def get_features(self, request: Request) -> Response:
        facts = {"supports_preview_metadata": True, "max_upload_size": 104857600}
        more = {"extension": {}, "node_replacements": True, "assets": False}
        return JSONResponse(facts | (more if self._fake.new_family else {}))

    async def get_jobs(self, request: Request) -> Response:
        books = self._fake.books
        ids = [job.id for job in books.pending] + list(books.history)
        ids += [books.running.id] if books.running else []
        entries = [entry for job in ids if (entry := jobs_api_entry(books, job))]
        if wanted := request.query_params.get("status"):
            entries = [entry for entry in entries if entry["status"] in wanted.split(",")]
        page = {"offset": 0, "limit": None, "total": len(entries), "has_more": False}
        return JSONResponse({"jobs": entries, "pagination": page})

    async def get_job(self, request: Request) -> Response:
        entry = jobs_api_entry(self._fake.books, request.path_params["id"])
        if entry is None:
            return JSONResponse({"error": "Job not found"}, status_code=404)
        return JSONResponse(entry)

    async def post_cancel(self, request: Request) -> Response:
        job = request.path_params["id"]
        if not _UUID.fullmatch(job):
            return JSONResponse({"error": "Invalid job id"}, status_code=400)
        return JSONResponse({"cancelled": self._cancel(job)})

    async def post_cancel_many(self, request: Request) -> Response:
        jobs = (await request.json()).get("job_ids", [])
        if not all(_UUID.fullmatch(str(job)) for job in jobs):
            return JSONResponse({"error": "Invalid job id"}, status_code=400)
        return JSONResponse({"cancelled": [job for job in jobs if self._cancel(job)]})

    def _cancel(self, job: str) -> bool:
        books = self._fake.books
        if books.running and books.running.id == job:
            books.running.interrupt()
            return True
        return books.drop(job)


def cross_site(request: Request, *, new_family: bool) -> bool:
    """Whether a real server would take the request for one of a foreign page."""
    host, origin = request.headers.get("host", ""), request.headers.get("origin")
    if new_family and request.headers.get("sec-fetch-site") == "cross-site":
        return True
    loopback = host.startswith(("127.0.0.1", "localhost", "[::1]"))
    return bool(origin) and loopback and urlsplit(str(origin)).netloc != host


async def _nothing(request: Request) -> Response:
    status = 405 if request.method == "POST" else 404
    words = "405: Method Not Allowed" if status == 405 else "404: Not Found"
    return PlainTextResponse(words, status_code=status)


def _no_prompt() -> dict[str, Any]:
    return {
        "type": "no_prompt",
        "message": "No prompt provided",
        "details": "No prompt provided",
        "extra_info": {},
    }


def _refused(error: dict[str, Any], node_errors: Any = None) -> Response:
    content = {"error": error, "node_errors": node_errors or {}}
    return PlainTextResponse(
        json.dumps(content, default=_plain), status_code=400, media_type="application/json"
    )


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else str(value)


def _converted(data: bytes, kind: str, **options: Any) -> bytes:
    content = io.BytesIO()
    Image.open(io.BytesIO(data)).convert("RGB").save(content, kind, **options)
    return content.getvalue()


def _channel(data: bytes, channel: str) -> bytes:
    content = io.BytesIO()
    picture = Image.open(io.BytesIO(data)).convert("RGBA")
    if channel == "rgb":
        picture.convert("RGB").save(content, "PNG")
    else:
        empty = Image.new("RGBA", picture.size)
        empty.putalpha(picture.getchannel("A"))
        empty.save(content, "PNG")
    return content.getvalue()
