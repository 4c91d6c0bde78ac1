"""The encoder as the settings describe it, apart from the rest, so that a server loads it while it imports the rest."""

from assist.core.resources import models_dir
from assist.core.settings import Settings
from assist.inference.factory import open_encoder
from assist.inference.vector_cache import CachedEncoder


def build_encoder(settings: Settings) -> CachedEncoder:
    """The encoder alone. Raises ConfigurationError naming the setting to change."""
    return open_encoder(
        backend=settings.encoder_backend,
        model=settings.encoder_model,
        models_dir=models_dir(),
        cache_dir=settings.cache_dir,
        threads=settings.encoder_threads,
        batch_tokens=settings.encoder_batch_tokens,
        queue_size=settings.encoder_queue,
        vector_cache=settings.vector_cache,
    )
