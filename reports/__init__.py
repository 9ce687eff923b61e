"""Show: what the warehouse holds as digests, briefs and review pages."""
