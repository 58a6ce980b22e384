"""In the page one module signs and one fetches, views build on components, and data never becomes markup."""

import re

from tests.repo.tree import sources

PAGE = "frontend_stub/src/"
COMMENT = re.compile(r"/\*[\s\S]*?\*/|//.*")


def files_with(pattern):
    return [path.relative_to(PAGE).as_posix() for path, text in _page() if re.search(pattern, text)]


def test_one_folder_signs():
    signing = files_with(r"eth_sendTransaction|sendTransaction|writeContract|signTypedData|personal_sign")

    assert signing
    assert all(name.startswith("chain/") for name in signing), signing


def test_one_folder_fetches():
    fetching = files_with(r"\bfetch\(|new EventSource|XMLHttpRequest|sendBeacon")

    assert fetching
    assert all(name.startswith("api/") for name in fetching), fetching


def test_components_do_not_import_views():
    importing = [
        path.name
        for path, text in sources(".ts", ".tsx", under=f"{PAGE}components/")
        if re.search(r'from "[^"]*views/', text)
    ]

    assert not importing


def test_the_core_knows_no_browser():
    touching = [
        path.name
        for path, text in sources(".ts", ".tsx", under=f"{PAGE}core/")
        if re.search(r"\b(document\.|window\.|localStorage|fetch\()", COMMENT.sub("", text))
    ]

    assert not touching


def test_data_never_becomes_markup():
    assert not files_with(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySetInnerHTML|\beval\(")


def _page():
    return [(path, text) for path, text in sources(".ts", ".tsx", under=PAGE) if ".test." not in path.name]
