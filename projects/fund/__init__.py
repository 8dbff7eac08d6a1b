"""What pages, sheets and the annual report show of the special fund: sums from accounts, never entries."""
