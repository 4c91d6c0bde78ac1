"""The kinds of personal data that are found."""

from typing import Literal, get_args

Kind = Literal["email", "phone", "card", "iban", "ip", "national_id", "order_id", "account"]
KINDS: tuple[Kind, ...] = get_args(Kind)
