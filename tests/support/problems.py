"""What every refusal looks like to a caller."""

import re
from typing import Any


def problem(response: Any, status: int) -> dict[str, Any]:
    """The problem, checked: its form, and that nothing of the program shows."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    found = response.json()
    assert found["status"] == status
    assert found["request_id"] == response.headers["x-request-id"]
    assert found["detail"]
    assert not re.search(r"Traceback|function-after|pydantic|\.py\b|[Tt]uple|NoneType|dictionary", response.text)
    return found
