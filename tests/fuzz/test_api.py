"""The API keeps what its OpenAPI document promises, whatever it is asked. Run by `make test-fuzz` in `.venv-fuzz`."""

import json
import subprocess
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import positive_data_acceptance

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv/bin/python"
# Checksums, cursors, and parameters that need another one are rules that a schema cannot tell.
NOT_IN_A_SCHEMA = [positive_data_acceptance]
# A block that is not there yet is answered 503 by design; every other failure of the server is one.
UNAVAILABLE = 503


@pytest.fixture(scope="session")
def market(tmp_path_factory):
    process = subprocess.Popen(
        [PYTHON, "-m", "tests.api.fuzzed", tmp_path_factory.mktemp("market")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process.stdout.readline().strip()
    process.stdin.close()
    process.wait(20)
    process.stdout.close()


def described():
    """The document as the project's own environment writes it: this one has the fuzzer and nothing else."""
    program = "import orjson, api.app; print(orjson.dumps(api.app.openapi_document()).decode())"
    told = subprocess.run([PYTHON, "-c", program], cwd=ROOT, capture_output=True, check=True)
    return json.loads(told.stdout)


# A stream of changes never ends; tests/api/test_changes.py reads it.
schema = schemathesis.openapi.from_dict(described()).exclude(path="/v1/changes")


@schema.parametrize()
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_api_keeps_its_promises(case, market):
    answer = case.call(base_url=market, timeout=20)
    excluded = [*NOT_IN_A_SCHEMA, *([not_a_server_error] if answer.status_code == UNAVAILABLE else [])]

    case.validate_response(answer, excluded_checks=excluded)
