"""The page of routes, made from the API's own OpenAPI document."""

from collections.abc import Mapping
from typing import Any

from api.app import openapi_document

METHODS = ("get", "head", "post", "put", "delete")


def api_page() -> str:
    document = openapi_document()
    lines = [
        "# API\n",
        "Open and without keys. The full description is `/openapi.json`, with examples; `make docs` writes this page from it.\n",
        document["info"].get("description", "").strip(),
        "",
    ]
    for path, operations in document["paths"].items():
        for method in METHODS:
            if method in operations:
                lines += _operation(method, path, operations[method])
    return "\n".join(lines)


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> list[str]:
    lines = [f"## {method.upper()} {path}\n", operation.get("summary", "").strip()]
    if text := operation.get("description", "").strip():
        lines.append(text)
    lines.append("")
    if parameters := operation.get("parameters"):
        lines += ["| parameter | in | meaning |", "|---|---|---|"]
        lines += [_parameter(parameter) for parameter in parameters]
        lines.append("")
    answers = ", ".join(f"`{code}` {answer['description']}" for code, answer in operation["responses"].items())
    return [*lines, f"Answers: {answers}", ""]


def _parameter(parameter: Mapping[str, Any]) -> str:
    required = " (required)" if parameter.get("required") else ""
    text = parameter.get("description", "").replace("|", "\\|").replace("\n", " ")
    return f"| `{parameter['name']}`{required} | {parameter['in']} | {text} |"
