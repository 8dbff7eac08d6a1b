"""The special fund's ledger: arranged, allocated, committed, paid, carried over; never edited. 二(一)."""
