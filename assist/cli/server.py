"""`assist serve` and `assist demo`."""

import gc
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated

import typer

Host = Annotated[str | None, typer.Option(help="Address to listen on (ASSIST_HOST, else 127.0.0.1).")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="Port (ASSIST_PORT, else 8000; 0 = a free one).")]


def register(app: typer.Typer) -> None:
    """Add the verbs to the root."""
    app.command()(serve)
    app.command()(demo)


def serve(host: Host = None, port: Port = None) -> None:
    """Serve the HTTP API. Finishes running requests on Ctrl-C or SIGTERM."""
    gc.disable()  # nothing of what is loaded now goes away; switched on again once the server is warm
    from assist.build_encoder import build_encoder
    from assist.cli.settings import read_settings
    from assist.core.logs import configure_logs

    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = read_settings().model_copy(update=given)
    configure_logs(level=settings.log_level, format=settings.log_format)
    with ThreadPoolExecutor(1) as pool:
        encoder = pool.submit(build_encoder, settings)
        from assist.build import build_engine
        from assist.cli.serving import check_exposure, run_server

        engine = build_engine(settings, encoder=encoder.result())
    try:
        check_exposure(engine)
        run_server(engine)
    finally:
        engine.close()


def demo(
    host: Host = None,
    port: Port = None,
    conversation: Annotated[str, typer.Option(help="Which of knowledge_samples/conversations to play.")] = "veldane-02",
    once: Annotated[bool, typer.Option("--once", help="End after playing.")] = False,
    pause: Annotated[float, typer.Option(min=0, help="Seconds between messages.")] = 0.6,
) -> None:
    """Index the sample articles, serve, and play a real conversation into the server, message by message."""
    from assist.cli.demo import run_demo

    run_demo(host=host, port=port, conversation=conversation, once=once, pause=pause)
