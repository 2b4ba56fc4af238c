"""Makes pictures ready for any output, in a request: what a page shows, without anything internal."""
