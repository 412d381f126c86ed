"""Times: a small algebra.  day × part of day × clock × offset are read apart, then composed, then given a role."""
