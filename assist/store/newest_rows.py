"""Which stored results are the newest of a session, one a feature, and which of them were made again."""

from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from assist.core.vocabulary import FEATURES, Feature
from assist.store.schema import suggestions

# Enough to hold every feature twice: what the last two revisions left, mostly.
_RECENT = 8
_OF_SESSION = (suggestions.c.tenant_id == bindparam("of_tenant")) & (
    suggestions.c.session_id == bindparam("of_session")
)
_NEWEST_FIRST = (suggestions.c.revision.desc(), suggestions.c.created_at.desc())
_LATEST = select(suggestions).where(_OF_SESSION).order_by(*_NEWEST_FIRST).limit(_RECENT)
_LATEST_OF = (
    select(suggestions)
    .where(_OF_SESSION & (suggestions.c.feature == bindparam("of_feature")))
    .order_by(*_NEWEST_FIRST)
    .limit(2)
)


def newest_rows(connection: Connection, tenant: str, session_id: str) -> dict[Feature, tuple[Row[Any], bool]]:
    """The newest row of each feature; the flag says that its revision had a result of this feature before."""
    asked = {"of_tenant": tenant, "of_session": session_id}
    rows = connection.execute(_LATEST, asked).all()
    by_feature: dict[Feature, list[Row[Any]]] = {feature: [] for feature in FEATURES}
    for row in rows:
        by_feature[row.feature].append(row)
    for feature, found in by_feature.items():
        # One feature that was made again and again crowds out the others.
        if len(found) < 2 and len(rows) == _RECENT:
            found[:] = connection.execute(_LATEST_OF, {**asked, "of_feature": feature}).all()
    return {
        feature: (found[0], len(found) > 1 and found[1].revision == found[0].revision)
        for feature, found in by_feature.items()
        if found
    }
