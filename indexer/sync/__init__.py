"""The loop that owns the index: the chain on one side, documents on the other, one writer between.

loop             backfill, then block by block; forks
fold             events into rows
documents        the content worker's turn
wiring           everything made from the settings
progress         what a terminal or a log shows
rebuild, verify, export, status   the other commands
"""
