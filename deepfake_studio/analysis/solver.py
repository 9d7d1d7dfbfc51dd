"""Class-balanced ridge logistic regression, many weightings of the same items at once (one row per bootstrap refit).

The classes weigh the same (prior odds 1), each as much as the smaller one has items, so that a lopsided population
does not pretend to more information than its smaller class holds. The penalty is a Gaussian prior on the coefficients.

Source: Fisher scoring; prior-weighted logistic calibration as in Bruemmer and du Preez 2006.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.analysis.calibrate import of_n
from deepfake_studio.vocabulary import Floats

_STEPS = 200
_LARGEST_STEP = 1.0  # Fisher scoring overshoots on nearly separated resamples
_PINNED = 1e9  # prior precision that holds a coefficient at its mean


def balanced(weights: Floats, positive: NDArray[np.bool_], *, class_mass: float) -> Floats:
    """Weights (B, N) scaled to ``class_mass`` per class in every row; NaN rows where a class has no weight."""
    out = np.empty_like(weights)
    for members in (positive, ~positive):
        total = weights[:, members].sum(axis=1, keepdims=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            out[:, members] = np.where(total > 0, weights[:, members] * class_mass / total, np.nan)
    return out


def solve(
    features: Floats, positive: NDArray[np.bool_], *, weights: Floats, n_tracks: Floats, mean: Floats, precision: Floats
) -> Floats:
    """Coefficients (B, k) that maximise the penalised likelihood under each row of weights.

    Args:
        features: (B or 1, N, k).
        positive: (N,) true = manipulated.
        weights: (B, N), finite.
        n_tracks: (N,) tracks of which the item is the strongest.
        mean: (k,) of the prior.
        precision: (B, k) inverse variance of the prior.
    """
    rows = len(weights)
    x = np.broadcast_to(features, (rows, *features.shape[1:]))
    theta = np.broadcast_to(mean, precision.shape).copy()
    for _ in range(_STEPS):
        step = _step(x, positive, weights, n_tracks, theta, mean, precision)
        theta += step
        if np.abs(step).max(initial=0.0) < 1e-8:
            break
    return theta


def _step(
    x: Floats,
    positive: NDArray[np.bool_],
    weights: Floats,
    n_tracks: Floats,
    theta: Floats,
    mean: Floats,
    precision: Floats,
) -> Floats:
    linear = (x @ theta[..., None])[..., 0]
    chance = 0.5 * (1 + np.tanh(of_n(linear, n_tracks) / 2))
    # d of_n / d linear: 1 below zero, else the share of the strongest track in the sum
    growth = np.exp(np.minimum(linear - of_n(linear, n_tracks), 0.0)) / n_tracks
    slope = np.where(linear > 0, growth, 1.0)
    residual = weights * (positive - chance) * slope
    gradient = (residual[:, None, :] @ x)[:, 0] - precision * (theta - mean)
    information = weights * chance * (1 - chance) * slope**2
    curvature = np.swapaxes(x * information[..., None], 1, 2) @ x
    curvature = curvature + precision[:, :, None] * np.eye(theta.shape[1])
    step = np.linalg.solve(curvature, gradient[..., None])[..., 0]
    size = np.abs(step).max(axis=1, keepdims=True)
    return np.asarray(step * np.minimum(1.0, _LARGEST_STEP / np.maximum(size, 1e-300)))


def solve_nonnegative(
    features: Floats, positive: NDArray[np.bool_], *, weights: Floats, n_tracks: Floats, mean: Floats, precision: float
) -> Floats:
    """As `solve`, with every coefficient at least 0: those that turn negative are pinned to 0 and the rest refitted."""
    count = features.shape[2]
    scales = np.full((len(weights), count), precision)
    prior = np.broadcast_to(mean, scales.shape).copy()
    for _ in range(count + 1):
        theta = solve(features, positive, weights=weights, n_tracks=n_tracks, mean=prior, precision=scales)
        negative = theta < -1e-6
        if not negative.any():
            break
        scales[negative], prior[negative] = _PINNED, 0.0
    return np.maximum(theta, 0.0)
