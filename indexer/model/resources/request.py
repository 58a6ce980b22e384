"""Requests and tariffs as the API shows them."""

from indexer.model.document import DocumentKind
from indexer.model.identity import checksummed
from indexer.model.request import Request, Tariff
from indexer.model.resources import Json, Renderer, Sources, rfc3339, show_document, show_struct


def show_request(request: Request, renderer: Renderer, sources: Sources) -> Json:
    return {
        "chainId": renderer.chain_id,
        "market": checksummed(request.market),
        "requestId": request.request_id,
        "buyer": checksummed(request.buyer),
        "salt": request.salt,
        "status": request.status,
        "deals": request.deals,
        "need": show_struct(request.need),
        "document": show_document(sources.document(request.need.document, DocumentKind.REQUEST)),
        "postedAt": rfc3339(request.posted_at),
        "postedBlock": request.posted_block,
        "updatedAt": rfc3339(request.updated_at),
        "updatedBlock": request.updated_block,
    }


def show_tariff(tariff: Tariff, renderer: Renderer, sources: Sources) -> Json:
    return {
        "chainId": renderer.chain_id,
        "market": checksummed(tariff.market),
        "tariffId": tariff.tariff_id,
        "seller": checksummed(tariff.terms.seller),
        "status": tariff.status,
        "deals": tariff.deals,
        "tariff": show_struct(tariff.terms),
        "signature": tariff.signature,
        "document": show_document(sources.document(tariff.terms.document, DocumentKind.TARIFF)),
        "publishedAt": rfc3339(tariff.published_at),
        "publishedBlock": tariff.published_block,
        "updatedAt": rfc3339(tariff.updated_at),
        "updatedBlock": tariff.updated_block,
    }
