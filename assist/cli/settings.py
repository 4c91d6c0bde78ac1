"""The settings as the verbs read them: a variable that nearly names a setting stops them, a foreign one is told of.

A misspelt ASSIST_RETENTION_DAYS or ASSIST_JWT_SECRET would change nothing that anybody notices, until it matters.
"""

import difflib
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assist.core.settings import Settings

_NEAR = 0.75  # PORTT, WORKER and DATABASE are above; SERVICE_HOST, which orchestrators set for a service, is below
_OF_TESTS = ("ASSIST_TEST_", "ASSIST_CRASH_")


def read_settings() -> "Settings":
    """Settings of the environment and .env. Raises ConfigurationError for a variable that is misspelt."""
    from assist.core.errors import ConfigurationError
    from assist.core.settings import Settings, variables_of

    known = {f"ASSIST_{name.upper()}" for name in Settings.model_fields}
    for variable in sorted({name.upper() for name in variables_of(os.environ)} - known):
        if variable.startswith(_OF_TESTS):
            continue
        near = difflib.get_close_matches(variable.removeprefix("ASSIST_"), [k[7:] for k in known], n=1, cutoff=_NEAR)
        if near:
            raise ConfigurationError(f"{variable} is not a setting; did you mean ASSIST_{near[0]}?")
        sys.stderr.write(f"assist: {variable} is not a setting and changes nothing\n")
    return Settings()
