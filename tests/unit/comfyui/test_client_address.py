"""Addresses of ComfyUI servers: what proves our right is kept apart and never shown."""

from __future__ import annotations

import pytest

from tools.backends.comfyui.server import ComfyServer
from tools.backends.comfyui.server.address import address_of


@pytest.mark.parametrize(
    ("text", "url", "socket", "authorization"),
    [
        ("http://localhost:8188", "http://localhost:8188", "ws://localhost:8188/ws", None),
        (" http://gpu/ ", "http://gpu", "ws://gpu/ws", None),
        ("https://gpu/a/b/", "https://gpu/a/b", "wss://gpu/a/b/ws", None),
        ("http://[::1]:8188", "http://[::1]:8188", "ws://[::1]:8188/ws", None),
        ("https://kai:sea%40l@gpu", "https://gpu", "wss://gpu/ws", "Basic a2FpOnNlYUBs"),
        ("https://bearer:abc%2Fd@gpu", "https://gpu", "wss://gpu/ws", "Bearer abc/d"),
        ("https://key@gpu", "https://gpu", "wss://gpu/ws", "Basic a2V5Og=="),
    ],
)
def test_an_address_has_a_url_a_socket_and_perhaps_a_proof(text, url, socket, authorization):
    address = address_of(text)
    assert (address.url, address.socket_url) == (url, socket)
    assert address.authorization == authorization
    assert address.headers == ({"Authorization": authorization} if authorization else {})


def test_a_token_stands_before_what_the_url_says():
    assert address_of("https://kai:seal@gpu", token="t0").authorization == "Bearer t0"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gpu:8188",
        "ftp://kai:seal@gpu",
        "http://",
        "http://kai:seal@gpu:port",
        "http://kai:seal@gpu/?a=b",
        "http://kai:seal@gpu/#top",
        "http://kai:seal@[gpu",
        "http://kai:seal@g pu",
        "http://kai:1/seal@gpu",
    ],
)
def test_what_is_no_address_is_refused_without_repeating_it(text):
    with pytest.raises(ValueError, match="ComfyUI address") as caught:
        address_of(text)
    assert "seal" not in str(caught.value)


def test_neither_address_nor_client_shows_the_password():
    address = address_of("https://kai:seal@gpu")
    assert "a2Fp" not in repr(address) and "seal" not in repr(address)
    client = ComfyServer("https://kai:seal@gpu/x")
    assert (repr(client), client.url) == ("ComfyServer('https://gpu/x')", "https://gpu/x")
