"""What a worker serves when it starts or the pointer moved: the wanted snapshot, or the newest that can be read."""

from pathlib import Path

import structlog

from assist.core.encoding import EncoderInfo
from assist.core.errors import Unavailable
from assist.knowledge import snapshot as snapshots
from assist.knowledge.fold import empty_segment
from assist.knowledge.live import State

log = structlog.get_logger(__name__)


def load_state(root: Path, encoder: EncoderInfo) -> State:
    """The pointed-to snapshot; if it is broken, the newest that can be read, and the problem is kept."""
    wanted = snapshots.current_name(root)
    names = [wanted, *[n for n in snapshots.list_names(root) if n != wanted]] if wanted else []
    problem: str | None = None
    for name in names:
        try:
            manifest, segment = snapshots.read_snapshot(root, name)
        except Unavailable as error:
            problem = problem or error.detail
            log.error("snapshot_broken", snapshot=name, detail=error.detail)
            continue
        if manifest.encoder != encoder.version:
            problem = problem or f"snapshot {name} was built with {manifest.encoder}; rebuild the index"
            continue
        return State.start(manifest, segment, pointer=wanted, problem=problem)
    return State.start(None, empty_segment(encoder.dims), pointer=wanted, problem=problem)
