"""Where a score comes from: branches ranked before they are opened, and a remainder that makes the sum whole. Nothing is solved."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from math import fsum

import numpy as np
from scipy import sparse

from hutan.core.lca.scores import SolvedSystem


@dataclass(frozen=True, slots=True)
class Branch:
    """An opened branch: amount of the product, the score of all that is upstream, and the direct part of its process.

    `parent` is the position of the branch that consumes it, -1 for the root.
    """

    product: str
    parent: int
    amount: float
    score: float
    direct: float


@dataclass(frozen=True, slots=True)
class ContributionTree:
    """Opened branches, largest first below their parents; `total` is the direct parts of all branches and the `remainder`."""

    total: float
    branches: tuple[Branch, ...]
    remainder: float


@dataclass(frozen=True, slots=True)
class SankeyNode:
    """A product with all its branches: score upstream and direct part."""

    product: str
    score: float
    direct: float


@dataclass(frozen=True, slots=True)
class SankeyLink:
    """Score that flows from a supplier into its consumer, over all branches."""

    supplier: str
    consumer: str
    score: float


def contribution_tree(solved: SolvedSystem, product: str, category: int, cut_off: float, budget: int) -> ContributionTree:
    """Open the branches of one unit of a product, the largest score first.

    Parameters
    ----------
    solved
        The system with its intensities.
    product
        Key of the product.
    category
        Column of the category.
    cut_off
        A branch whose size is below this share of the total's is not opened, 0 to 1.
    budget
        Largest number of branches.

    Raises
    ------
    LifeCycleError
        ``lca_unknown_product``.
    """
    columns = sparse.csc_array(solved.system.inputs)
    intensity, direct = solved.intensities[:, category], solved.system.direct[:, category]
    root = solved.system.position(product)
    total = float(intensity[root])
    least = abs(total) * cut_off
    waiting = [(-abs(total), 0, root, -1, 1.0)]
    tie, branches = 1, list[Branch]()
    while waiting and len(branches) < budget:
        _, _, place, parent, amount = heapq.heappop(waiting)
        here = len(branches)
        name = solved.system.products[place]
        branches.append(Branch(name, parent, amount, amount * float(intensity[place]), amount * float(direct[place])))
        entries = slice(columns.indptr[place], columns.indptr[place + 1])
        suppliers, amounts = columns.indices[entries], amount * columns.data[entries]
        sizes = np.abs(amounts * intensity[suppliers])
        for entry in np.flatnonzero((sizes > 0) & (sizes >= least)):
            heapq.heappush(waiting, (-float(sizes[entry]), tie, int(suppliers[entry]), here, float(amounts[entry])))
            tie += 1
    return ContributionTree(total, tuple(branches), fsum([total, *(-branch.direct for branch in branches)]))


def sankey(tree: ContributionTree) -> tuple[tuple[SankeyNode, ...], tuple[SankeyLink, ...]]:
    """Nodes and links of a tree, merged by product instead of by path; largest first."""
    scores: dict[str, list[float]] = {}
    directs: dict[str, list[float]] = {}
    flows: dict[tuple[str, str], list[float]] = {}
    for branch in tree.branches:
        scores.setdefault(branch.product, []).append(branch.score)
        directs.setdefault(branch.product, []).append(branch.direct)
        if branch.parent >= 0:
            flows.setdefault((branch.product, tree.branches[branch.parent].product), []).append(branch.score)
    nodes = [SankeyNode(product, fsum(parts), fsum(directs[product])) for product, parts in scores.items()]
    links = [SankeyLink(supplier, consumer, fsum(parts)) for (supplier, consumer), parts in flows.items()]
    return tuple(sorted(nodes, key=lambda node: -abs(node.score))), tuple(sorted(links, key=lambda link: -abs(link.score)))
