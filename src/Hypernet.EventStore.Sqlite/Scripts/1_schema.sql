-- The ledger: what was seen, in the order it was seen, and never changed.
CREATE TABLE chain (
    id      INTEGER NOT NULL,
    genesis BLOB    NOT NULL
) STRICT;

CREATE TABLE block (
    id       INTEGER PRIMARY KEY,
    number   INTEGER NOT NULL,
    hash     BLOB    NOT NULL UNIQUE,
    parent   BLOB    NOT NULL,
    time     INTEGER NOT NULL, -- unix seconds
    state    INTEGER NOT NULL, -- 0 canonical, 1 reverted, 2 final
    position INTEGER NOT NULL  -- of its last application
) STRICT;

CREATE UNIQUE INDEX block_canonical ON block (number) WHERE state <> 1;

CREATE TABLE log (
    id               INTEGER PRIMARY KEY,
    block_id         INTEGER NOT NULL REFERENCES block,
    log_index        INTEGER NOT NULL,
    transaction_hash BLOB    NOT NULL,
    address          BLOB    NOT NULL,
    topics           BLOB    NOT NULL, -- 0 to 4 words of 32 bytes
    data             BLOB    NOT NULL,
    UNIQUE (block_id, log_index)
) STRICT;

CREATE TABLE entry (
    position INTEGER PRIMARY KEY,
    kind     INTEGER NOT NULL, -- 0 block applied, 1 log, 2 block reverted, 3 finalized, 4 child discovered
    block_id INTEGER NOT NULL REFERENCES block,
    log_id   INTEGER REFERENCES log,
    child    BLOB
) STRICT;

-- Streams: which logs of the canonical branch belong together.
CREATE TABLE stream (
    id      INTEGER PRIMARY KEY,
    name    TEXT    NOT NULL UNIQUE,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE stream_entry (
    stream_id INTEGER NOT NULL REFERENCES stream,
    version   INTEGER NOT NULL,
    position  INTEGER NOT NULL REFERENCES entry DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (stream_id, version)
) STRICT, WITHOUT ROWID;

CREATE INDEX stream_entry_position ON stream_entry (position);

-- Projections: current state, and what it was before each block that may still be reverted.
CREATE TABLE projection (
    id      INTEGER PRIMARY KEY,
    name    TEXT    NOT NULL UNIQUE,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE row (
    projection_id INTEGER NOT NULL REFERENCES projection,
    key           TEXT    NOT NULL,
    sort          INTEGER NOT NULL,
    terms         TEXT    NOT NULL, -- one a line
    value         BLOB    NOT NULL,
    PRIMARY KEY (projection_id, key)
) STRICT;

CREATE INDEX row_sort ON row (projection_id, sort, key);

CREATE TABLE term (
    projection_id INTEGER NOT NULL REFERENCES projection,
    term          TEXT    NOT NULL,
    sort          INTEGER NOT NULL,
    key           TEXT    NOT NULL,
    PRIMARY KEY (projection_id, term, sort, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE undo (
    block_id      INTEGER NOT NULL REFERENCES block,
    projection_id INTEGER NOT NULL REFERENCES projection,
    key           TEXT    NOT NULL,
    sort          INTEGER, -- null where the row did not exist
    terms         TEXT,
    value         BLOB,
    PRIMARY KEY (block_id, projection_id, key)
) STRICT;
