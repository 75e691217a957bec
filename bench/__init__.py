"""Measurements: `./run bench`. Figures are ratios within one run; no test asserts them."""
