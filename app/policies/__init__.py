"""Rules as data: dated, sourced documents per unit and topic; the nearest unit upward wins."""
