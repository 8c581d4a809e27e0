"""A linked system: inputs, direct scores and reference amounts, checked when it is made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hutan.core.lca.refusal import LifeCycleError

Floats = NDArray[np.float64]
Integers = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class LinkedSystem:
    """Processes linked by their products, every amount per unit of the reference product.

    Parameters
    ----------
    products
        Keys of the products (n,), named in messages.
    inputs
        A (n, n), CSR: A[i, j] is the input of product i per unit of the product of process j, without a diagonal.
    direct
        Q (n, K): direct score per unit of product.
    categories
        Keys of the categories (K,).
    reference_amounts
        P (n,): amount of the reference product a process is stated for, negative for a treatment of waste; only for presentation.

    Raises
    ------
    LifeCycleError
        ``lca_shape``, ``lca_repeated_key``, ``lca_not_finite``, ``lca_own_input`` or ``lca_no_reference``.
    """

    products: tuple[str, ...]
    inputs: sparse.csr_array
    direct: Floats
    categories: tuple[str, ...]
    reference_amounts: Floats

    def __post_init__(self) -> None:
        inputs = sparse.csr_array(self.inputs, dtype=np.float64, copy=True)
        inputs.sum_duplicates()
        inputs.eliminate_zeros()
        object.__setattr__(self, "inputs", inputs)
        object.__setattr__(self, "direct", np.array(self.direct, dtype=np.float64))
        object.__setattr__(self, "reference_amounts", np.array(self.reference_amounts, dtype=np.float64))
        _check_shapes(self)
        _check_inputs(self)
        _check_direct(self)
        for array in (inputs.data, inputs.indices, inputs.indptr, self.direct, self.reference_amounts):
            array.flags.writeable = False

    @property
    def size(self) -> int:
        """Number of products n."""
        return len(self.products)

    def position(self, product: str) -> int:
        """Row of a product.

        Raises
        ------
        LifeCycleError
            ``lca_unknown_product``.
        """
        try:
            return self.products.index(product)
        except ValueError:
            raise LifeCycleError("lca_unknown_product", product=product) from None


def _check_shapes(system: LinkedSystem) -> None:
    n, count = len(system.products), len(system.categories)
    for name, found, wanted in (
        ("inputs", system.inputs.shape, (n, n)),
        ("direct", system.direct.shape, (n, count)),
        ("reference_amounts", system.reference_amounts.shape, (n,)),
    ):
        if found != wanted:
            raise LifeCycleError("lca_shape", name=name, found=str(found), wanted=str(wanted))
    for keys in (system.products, system.categories):
        if len(set(keys)) != len(keys):
            repeated = next(key for place, key in enumerate(keys) if key in keys[:place])
            raise LifeCycleError("lca_repeated_key", key=repeated)


def _check_inputs(system: LinkedSystem) -> None:
    entries = system.inputs.tocoo()
    broken = np.flatnonzero(~np.isfinite(entries.data))
    if broken.size:
        row, column = int(entries.row[broken[0]]), int(entries.col[broken[0]])
        raise LifeCycleError("lca_not_finite", process=system.products[column], entry=system.products[row], value=str(entries.data[broken[0]]))
    own = np.flatnonzero(entries.row == entries.col)
    if own.size:
        raise LifeCycleError("lca_own_input", process=system.products[int(entries.row[own[0]])], value=str(entries.data[own[0]]))


def _check_direct(system: LinkedSystem) -> None:
    rows, columns = np.nonzero(~np.isfinite(system.direct))
    if rows.size:
        process, category = system.products[int(rows[0])], system.categories[int(columns[0])]
        raise LifeCycleError("lca_not_finite", process=process, entry=category, value=str(system.direct[rows[0], columns[0]]))
    missing = np.flatnonzero(~np.isfinite(system.reference_amounts) | (system.reference_amounts == 0))
    if missing.size:
        place = int(missing[0])
        raise LifeCycleError("lca_no_reference", process=system.products[place], value=str(system.reference_amounts[place]))
