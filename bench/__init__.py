"""Benchmarks and the chaos run: the product measured from outside."""
