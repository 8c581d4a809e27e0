"""Life-cycle scores of linked processes: every product in every category from one solve, and no figure from an unchecked one.

Notation, for n products and K categories: A (n, n) inputs per unit of product, Q (n, K) direct scores, L (n, K) intensities with
(I - A)ᵀ L = Q, and for a demand f (n,) the supply x with (I - A) x = f.
"""
