"""Do raters agree? Krippendorff's alpha (the `krippendorff` package), for missing ratings and ordered scales."""

from collections.abc import Sequence
from typing import Literal

import krippendorff
import numpy as np

from evaluation.errors import MetricError

Level = Literal["nominal", "ordinal", "interval"]


def alpha(ratings: Sequence[Sequence[float | None]], *, level: Level = "ordinal") -> float | None:
    """Agreement of raters (rows) over units (columns), 1 = perfect, 0 = chance; None when nothing can be paired.

    Raises MetricError when the rows differ in length.
    """
    if len({len(row) for row in ratings}) > 1:
        raise MetricError("length mismatch: every rater needs one entry for each unit (None where not rated)")
    table = np.array([[np.nan if value is None else float(value) for value in row] for row in ratings])
    known = table[:, (~np.isnan(table)).sum(axis=0) > 1] if table.size else table
    values = np.unique(known[~np.isnan(known)]) if known.size else known
    if not known.size:
        return None
    if len(values) < 2:
        return 1.0
    return float(krippendorff.alpha(reliability_data=known, level_of_measurement=level))
