"""How long the state machines play: the same games each time, or with `AGORA_MACHINE_EXAMPLES=500` as many others."""

import os
from typing import Any

from hypothesis import HealthCheck

_LONG = os.environ.get("AGORA_MACHINE_EXAMPLES")
IS_LONG = _LONG is not None


def settings(*, examples: int, steps: int) -> dict[str, Any]:
    """`examples` games of so many steps, unless told to play longer."""
    return {
        "max_examples": int(_LONG or examples),
        "stateful_step_count": steps,
        "deadline": None,
        "suppress_health_check": list(HealthCheck),
        "derandomize": not IS_LONG,
    }
