"""What buyers look for, and the standing tariffs of sellers."""

from indexer.model.document import DocumentKind
from indexer.model.request import Epoch, Request, Tariff, TariffTerms
from indexer.model.resources.request import show_request, show_tariff
from indexer.store.layout import RowLayout
from indexer.store.tables.table import Naming, Table

REQUEST: Table[Request] = Table(
    name="request",
    kind=Request,
    key=("request_id",),
    fixed=frozenset({"market", "buyer", "salt", "posted_block", "posted_at"}),
    layout=RowLayout(Request, ordered=("budget",)),
    show=show_request,
    naming=Naming(
        column="document",
        kinds=frozenset({DocumentKind.REQUEST}),
        of=lambda request: (request.need.document, DocumentKind.REQUEST),
    ),
)

TARIFF: Table[Tariff] = Table(
    name="tariff",
    kind=Tariff,
    key=("tariff_id",),
    fixed=frozenset({"market", *TariffTerms._fields, "signature", "previous", "published_block", "published_at"}),
    layout=RowLayout(Tariff),
    show=show_tariff,
    naming=Naming(
        column="document",
        kinds=frozenset({DocumentKind.TARIFF}),
        of=lambda tariff: (tariff.terms.document, DocumentKind.TARIFF),
    ),
)

EPOCH: Table[Epoch] = Table(
    name="epoch",
    kind=Epoch,
    key=("seller",),
    fixed=frozenset(),
    layout=RowLayout(Epoch),
    is_followed=False,
)

TABLES = (REQUEST, TARIFF, EPOCH)
