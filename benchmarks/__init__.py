"""What the README's figures of speed were measured with: ``python -m benchmarks``."""
