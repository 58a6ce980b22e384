"""The rows of the index in SQLite: one writer, many readers, plain SQL.

connection, migrations   how the file is opened and brought up to date
layout, tables           how a row of the model lies in its table, and what it shows
journal                  how the effect of a block is taken back
rendering, documents     the JSON of rows, and the documents they name
writes                   the writer: one transaction for each step of sync
reads…, search           what the API asks
"""
