"""Questions about a snapshot, each a pure function: rows, figures, findings, verdict."""
