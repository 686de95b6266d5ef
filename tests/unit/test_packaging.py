"""What keeps the everyday names of our packages safe."""

from __future__ import annotations

from importlib.metadata import packages_distributions

OURS = ("agent", "api", "evals", "graph", "prompts", "store", "tools")


def test_no_installed_distribution_ships_our_top_level_names() -> None:
    shipped = packages_distributions()
    for name in OURS:
        assert set(shipped.get(name, ["echo-director"])) == {"echo-director"}
