"""Agreement beyond chance: Cohen's kappa, weighted kappa, and Krippendorff's alpha, for one sample or many draws.

Each figure has the shape (...) of its counts without their axes of labels. NaN means not defined.
"""

from typing import Literal

import numpy as np

from lib.analysis.intervals import Floats


def kappa(agreed: Floats, one: Floats, other: Floats) -> Floats:
    """Cohen's kappa (J. Cohen, 1960, Educ. Psychol. Meas. 20): 1 is perfect agreement, 0 what chance gives.

    Args:
        agreed: number of rows with the same label on both sides: shape (...).
        one: number of rows with each label on one side: shape (..., labels); `other` is the other side.
    """
    total = one.sum(axis=-1)
    chance = (one * other).sum(axis=-1)
    found: Floats = (agreed * total - chance) / (total**2 - chance)
    return found


def weighted_kappa(counts: Floats, weights: Literal["linear", "quadratic"]) -> Floats:
    """Weighted kappa (J. Cohen, 1968, Psychol. Bull. 70).

    Args:
        counts: how often each label of one side meets each of the other, in the order of the scale: shape
            (..., labels, labels).
        weights: how far apart two labels are: by their places on the scale, or by the square of it.
    """
    places = np.arange(counts.shape[-1], dtype=np.float64)
    distance = np.abs(places[:, None] - places[None, :]) ** (1 if weights == "linear" else 2)
    expected = counts.sum(axis=-1)[..., :, None] * counts.sum(axis=-2)[..., None, :]
    total = counts.sum(axis=(-1, -2))
    found: Floats = 1 - total * (counts * distance).sum(axis=(-1, -2)) / (expected * distance).sum(axis=(-1, -2))
    return found


def alpha(agreed: Floats, sums: Floats) -> Floats:
    """Krippendorff's alpha (K. Krippendorff, 2011, "Computing Krippendorff's Alpha-Reliability"), nominal.

    Args:
        agreed: coincidences of equal labels: for two readers, twice the number of rows on which they agree.
        sums: number of times that each label was given: shape (..., labels).
    """
    given = sums.sum(axis=-1)
    found: Floats = 1 - (given - 1) * (given - agreed) / (given**2 - (sums**2).sum(axis=-1))
    return found


def ordinal_alpha(met: Floats) -> Floats:
    """Krippendorff's alpha for labels on a scale: two are as far apart as there are values between them.

    Args:
        met: coincidences of labels, in the order of the scale: shape (..., labels, labels). For two readers, the counts
            of their pairs, and the same counts the other way round.
    """
    sums = met.sum(axis=-1)
    middle = np.cumsum(sums, axis=-1) - sums / 2
    distance = (middle[..., :, None] - middle[..., None, :]) ** 2
    expected = (sums[..., :, None] * sums[..., None, :] * distance).sum(axis=(-1, -2))
    found: Floats = 1 - (sums.sum(axis=-1) - 1) * (met * distance).sum(axis=(-1, -2)) / expected
    return found
