"""Documents and pictures by CID: made, checked, stored and fetched. Bytes are verified before they are parsed, always.

canonical, schema, documents   what a document is
picture                        what a picture is
cid, car                       how bytes are named and carried
blocks, node, gateways         where bytes are: on disk, at an IPFS node, at trustless gateways
bounded                        how much of an answer is read, and for how long
library                        the three places as one, chosen by one setting
worker                         which digests become which state, and when to try again
"""
