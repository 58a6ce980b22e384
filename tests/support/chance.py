"""How property tests draw their examples: anew on a developer's machine, the same ones every time in CI."""

import os

from hypothesis import HealthCheck, settings


def settle() -> None:
    """A slow machine is no failure, and a change is judged by the same examples as the one before it."""
    settings.register_profile(
        "agora",
        deadline=None,
        derandomize=bool(os.environ.get("CI")),
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("agora")
