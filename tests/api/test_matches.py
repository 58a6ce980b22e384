"""POST /v1/matches."""

from random import Random

import h3
import orjson
import pytest

from api.routes.matches import MAX_BATCH_BYTES
from api.schemas.matches import MAX_ID, MAX_SIDE
from indexer.discovery import matching
from indexer.discovery.matching import Place
from tests.api.client import Client, config_for

CENTER = h3.latlng_to_cell(38.72, -9.14, 8)
CITY = sorted(h3.grid_disk(CENTER, 10))


def ask(api, batch):
    return api.ask("POST", "/v1/matches", json=batch)


def batch(*, requests=(), providers=()):
    return {"requests": list(requests), "providers": list(providers)}


def place(name, cell=CENTER):
    return {"id": name, "cell": cell}


def crowd(kind, count, seed=1):
    dice = Random(seed)
    return [place(f"{kind}-{number}", dice.choice(CITY)) for number in range(count)]


def problem_of(answer):
    return answer.json()["type"].rpartition("/")[2]


def test_the_answer_is_the_matchers_report(api):
    asked = batch(requests=crowd("rider", 30), providers=crowd("driver", 40, seed=2))

    answer = ask(api, asked)

    places = [[Place(entry["id"], entry["cell"]) for entry in asked[side]] for side in ("requests", "providers")]
    assert answer.status_code == 200
    assert answer.json() == {"data": matching.match(*places).as_json()}
    assert answer.headers["cache-control"] == "no-store"


def test_the_example_of_the_description_works(api):
    operation = api.get("/openapi.json").json()["paths"]["/v1/matches"]["post"]
    report = ask(api, operation["requestBody"]["content"]["application/json"]["example"]).json()["data"]

    assert (len(report["matches"]), report["unmatched"]) == (1, [])


def test_nobody_may_be_there(api):
    assert ask(api, batch()).json()["data"]["matches"] == []


def test_it_works_without_an_index(folder):
    assert ask(Client.of(config_for(folder)), batch(requests=[place("ada")])).json()["data"]["unmatched"] == ["ada"]


@pytest.mark.parametrize(
    ("faulty", "field"),
    [
        ({"requests": []}, "providers"),
        (batch(requests=[place("")]), "requests.0.id"),
        (batch(requests=[place("a" * (MAX_ID + 1))]), "requests.0.id"),
        (batch(providers=[place("a", "Lisbon")]), "providers.0.cell"),
        (batch(providers=[place("a", h3.cell_to_center_child(CENTER))]), "providers.0.cell"),
        (batch(providers=[place("a", h3.cell_to_parent(CENTER))]), "providers.0.cell"),
        (batch(requests=[{**place("a"), "lat": 38.7}]), "requests.0.lat"),
        (batch(requests=crowd("rider", MAX_SIDE + 1)), "requests"),
    ],
)
def test_what_cannot_be_matched_is_named(api, faulty, field):
    answer = ask(api, faulty)

    assert (answer.status_code, problem_of(answer)) == (400, "invalid-body")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_cell_that_only_looks_like_one_is_refused(api):
    answer = ask(api, batch(requests=[place("a", "88" + "f" * 13)]))

    assert (answer.status_code, problem_of(answer)) == (400, "invalid-body")
    assert "88fffffffffffff" in answer.json()["detail"]


def test_a_name_that_stands_twice_is_refused(api):
    answer = ask(api, batch(providers=[place("driver-1"), place("driver-1")]))

    assert (answer.status_code, problem_of(answer)) == (400, "invalid-body")
    assert "driver-1" in answer.json()["detail"]


def test_a_body_that_is_no_json_is_refused(api):
    answer = api.ask("POST", "/v1/matches", content=b"{", headers={"content-type": "application/json"})

    assert (answer.status_code, problem_of(answer)) == (400, "invalid-body")


def test_another_type_is_refused(api):
    answer = api.ask("POST", "/v1/matches", content=b"{}", headers={"content-type": "text/plain"})

    assert (answer.status_code, problem_of(answer)) == (415, "unsupported-media-type")


def test_the_largest_batch_is_taken_and_nothing_larger(api):
    names = [f"{number:04}".ljust(MAX_ID, "\N{HANGUL SYLLABLE GA}") for number in range(MAX_SIDE)]
    largest = batch(requests=map(place, names), providers=map(place, names))
    padded = orjson.dumps(batch()) + b" " * MAX_BATCH_BYTES

    assert ask(api, largest).json()["data"]["totalSteps"] == 0
    answer = api.ask("POST", "/v1/matches", content=padded, headers={"content-type": "application/json"})
    assert (answer.status_code, problem_of(answer)) == (413, "body-too-large")
