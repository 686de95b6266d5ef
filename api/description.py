"""The OpenAPI document says how a caller shows who asks."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

_SCHEMES = {
    "key": {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "A key of `echo-director keys create`. Once there is one, all need one.",
    },
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "The same key, for clients that can send no other header.",
    },
}


class Described(FastAPI):
    """The application; `{}` in its document: without a key, as long as there are none."""

    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        document.setdefault("components", {})["securitySchemes"] = _SCHEMES
        document["security"] = [{}, *({name: []} for name in _SCHEMES)]
        return document
