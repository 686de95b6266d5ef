"""Every command, put together."""

from __future__ import annotations

from importlib.metadata import entry_points

import typer

from api.commands import (
    animate,
    assets,
    backup,
    bible,
    chat,
    check,
    cut,
    database,
    demo,
    doctor,
    import_tower,
    keys,
    mcp,
    serve,
    webhooks,
    worker,
    workflow,
)


def program() -> typer.Typer:
    """The commands of this package, and those that others add by the entry point group."""
    app = typer.Typer(
        name="echo-director",
        help="Direct anime and sprite production in plain words.",
        no_args_is_help=True,
        pretty_exceptions_show_locals=False,
    )
    app.command("serve")(serve.serve)
    app.command("worker")(worker.worker)
    app.command("chat")(chat.chat)
    app.command("mcp")(mcp.mcp)
    app.command("demo")(demo.demo)
    app.command("doctor")(doctor.doctor)
    app.command("backup")(backup.backup)
    app.command("restore")(backup.restore)
    app.add_typer(assets.app, name="assets")
    app.command("check")(check.check)
    app.command("animate")(animate.animate)
    app.command("import-tower")(import_tower.import_tower)
    app.command("cut")(cut.cut)
    app.add_typer(database.app, name="db")
    app.add_typer(bible.app, name="bible")
    app.add_typer(workflow.app, name="workflow")
    app.add_typer(webhooks.app, name="webhooks")
    app.add_typer(keys.app, name="keys")
    for entry in entry_points(group="echo_director.commands"):
        entry.load()(app)
    return app
