"""How the page shows what the record holds: scores, markdown, addresses of elsewhere."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.browser.stage import Stage

_SHA = "ab" * 32


def _said(text: str, **content: Any) -> dict[str, Any]:
    run = "01a1fdfb-0cb3-70c3-8567-757b1a09bbd9"
    at = "2026-01-01T12:00:00Z"
    return {
        "seq": 2,
        "run_id": run,
        "role": "assistant",
        "text": text,
        "content": content,
        "created_at": at,
    }


def _drawn(label: str, **finding: Any) -> dict[str, Any]:
    picture = {"label": label, "sha256": _SHA, "url": "/ui/favicon.svg"}
    call = {"id": "1", "tool": "generate_image", "args": {}, "status": "ok"}
    shown = {"kind": "image", "url": "/ui/favicon.svg", "sha256": _SHA, "label": label}
    return _said(
        "Here.", tool_calls=[{**call, "result": {"picture": picture, **finding}}], artifacts=[shown]
    )


def _show(stage: Stage, message: dict[str, Any]) -> None:
    """Put a stored message where the page keeps those that it has read."""
    stage.open()
    stage.page.evaluate(
        "async (message) => (await import('/ui/js/store.js')).set({messages: [message]})", message
    )


def test_a_score_is_a_figure_beside_its_verdict(stage: Stage):
    _show(stage, _drawn("Kai 3", verdict="needs_review", score=0.734, similarity=0.91))
    verdict = stage.pictures.locator(".verdict")
    expect(verdict).to_have_text("Needs reviewscore 0.73")
    assert verdict.locator(".meter i").evaluate("bar => bar.style.width") == "73%"
    expect(stage.pictures).not_to_contain_text("0.91")


def test_a_missing_score_says_why_and_is_never_a_figure(stage: Stage):
    _show(stage, _drawn("Kai 3", verdict="unscored", score=None, similarity=0.91))
    verdict = stage.pictures.locator(".verdict")
    expect(verdict).to_have_text("unscored: no calibration")
    expect(verdict.locator(".meter")).to_have_count(0)
    expect(stage.pictures.locator(".facts")).to_contain_text("0.91, uncalibrated")


def test_little_markdown_becomes_elements_and_all_else_stays_text(stage: Stage):
    text = (
        "## Cast\n\n- **Kai** with `katana`\n- *Mara*\n\n1. one\n2. two\n\n```\n<b>raw</b>\n```\n"
        "[link](javascript:alert(1)) <i>x</i> hair: #1b1b2a -> #c02030"
    )
    _show(stage, _said(text))
    prose = stage.page.locator(".prose")
    expect(prose.locator("ul > li")).to_have_count(2)
    expect(prose.locator("ol > li")).to_have_count(2)
    expect(prose.locator("strong")).to_have_text("Kai")
    expect(prose.locator("em")).to_have_text("Mara")
    expect(prose.locator("pre")).to_have_text("<b>raw</b>")
    expect(prose).to_contain_text("[link](javascript:alert(1)) <i>x</i>")
    expect(prose.locator(".swatch")).to_have_count(2)
    assert prose.locator("a, b, i:not(.swatch)").count() == 0


def test_an_artifact_of_elsewhere_is_named_and_not_loaded(stage: Stage):
    asked: list[str] = []
    stage.page.on("request", lambda request: asked.append(request.url))
    elsewhere = ("https://example.org/a.png", "//example.org/b.png", "javascript:alert(1)")
    shown = [{"kind": "image", "url": url, "sha256": None, "label": url} for url in elsewhere]
    _show(stage, _said("Here.", tool_calls=[], artifacts=shown))
    expect(stage.page.locator(".pictures li")).to_have_count(3)
    expect(stage.page.locator(".pictures img, .pictures a")).to_have_count(0)
    assert not [url for url in asked if "example.org" in url]
