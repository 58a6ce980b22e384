"""What the owner fixed: these packages carry the project, and each is really used."""

import re

import pytest

from tests.repo.tree import sources

USED_IN = {
    "web3": ("scripts/",),
    "brownie": ("scripts/", "tests/contracts/"),
    "solcx": ("scripts/",),
    "ipfshttpclient": ("indexer/content/",),
    "eth_account": ("scripts/",),
    "fastapi": ("api/",),
    "pytest": ("tests/",),
}


@pytest.mark.parametrize(("package", "folders"), USED_IN.items(), ids=str)
def test_a_package_the_owner_fixed_is_used(package, folders):
    imports = re.compile(rf"^\s*(from {package}[. ]|import {package}\b)", re.MULTILINE)

    for folder in folders:
        assert any(imports.search(text) for _, text in sources(".py", under=folder)), f"{folder} does not use {package}"


def test_the_api_is_a_fastapi_application():
    made = [path for path, text in sources(".py", under="api/") if re.search(r"-> FastAPI:|\bFastAPI\(", text)]

    assert made, (
        "routes, validation, errors and OpenAPI are FastAPI's; only hot reads may go past it as Starlette routes"
    )
