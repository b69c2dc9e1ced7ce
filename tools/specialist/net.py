# SPDX-License-Identifier: Apache-2.0
"""The net's upper layers in JAX: forward pass, loss, Adam.  The layers below are the product's own (tools/specialist_lines)."""
import functools

import jax
import jax.numpy as jnp
import numpy as np

DIMS, INNER, HEADS = 384, 1536, 12
HEAD = DIMS // HEADS


def norm(x, gamma, beta):
    mean = x.mean(-1, keepdims=True)
    x = x - mean
    return x * jax.lax.rsqrt((x * x).mean(-1, keepdims=True) + 1e-12) * gamma + beta


def layer(p, x, mask, kept=(1, 1)):
    """kept: factors of what attention and the feed-forward part add, for dropout."""
    b, l, _ = x.shape
    q, k, v = (t.reshape(b, l, HEADS, HEAD).transpose(0, 2, 1, 3) for t in jnp.split(x @ p["qkv"] + p["qkv_bias"], 3, -1))
    weights = jax.nn.softmax(q @ k.transpose(0, 1, 3, 2) / np.sqrt(HEAD) + mask, -1)
    mixed = (weights @ v).transpose(0, 2, 1, 3).reshape(b, l, DIMS)
    x = norm(x + kept[0] * (mixed @ p["out"] + p["out_bias"]), p["gamma1"], p["beta1"])
    y = jax.nn.gelu(x @ p["up"] + p["up_bias"], approximate=True) @ p["down"] + p["down_bias"]
    return norm(x + kept[1] * y, p["gamma2"], p["beta2"])


def forward(params, hidden, features, lengths, kept=None):
    """
    Scores of each piece; features is 0/1 [batch, pieces, features].  kept: factors of dimensions [batch, places, DIMS],
    for dropout: of the input, of two parts of each layer, of the last vectors.  They are the same for all pieces of a message.
    """
    x = hidden.astype(jnp.float32) + features @ params["features"]
    inside = jnp.arange(x.shape[1])[None, :] < lengths[:, None]
    mask = jnp.where(inside, 0, -1e9)[:, None, None, :]
    if kept is not None:
        x = x * kept[:, :1]
    for i, p in enumerate(params["layers"]):
        x = layer(p, x, mask) if kept is None else layer(p, x, mask, (kept[:, 1 + 2 * i, None], kept[:, 2 + 2 * i, None]))
    if kept is not None:
        x = x * kept[:, -1:]
    return x @ params["heads"] + params["heads_bias"]


def loss(params, batch, intents):
    scores = forward(params, batch["hidden"], batch["features"], batch["lengths"], batch["kept"])
    words = batch["words"]                                    # 1 where a piece begins a word that counts
    begin = scores[..., 0]
    begin_loss = jnp.maximum(begin, 0) - begin * batch["begins"] + jnp.log1p(jnp.exp(-jnp.abs(begin)))
    tags = jax.nn.log_softmax(scores[..., 1 + intents:1 + intents + batch["tag_count"].shape[0]], -1)
    tag_loss = -jnp.take_along_axis(tags, batch["tags"][..., None], -1)[..., 0]
    word_count = words.sum() + 1e-6
    mean = batch["means"] @ scores[..., 1:1 + intents]        # [batch, requests, intents]
    shares = jax.nn.log_softmax(mean, -1)
    intent_loss = -jax.nn.logsumexp(jnp.where(batch["allowed"] > 0, shares, -1e9), -1)
    weight = batch["weights"]
    return (2 * (begin_loss * words).sum() / word_count + 1.5 * (tag_loss * words).sum() / word_count
            + (intent_loss * weight).sum() / (weight.sum() + 1e-6))


@functools.partial(jax.jit, static_argnames="intents", donate_argnums=(0, 1, 2))
def step(params, first, second, average, batch, rate, count, intents):
    """One step of Adam; `average` follows the weights slowly."""
    value, slope = jax.value_and_grad(loss)(params, batch, intents)
    size = jnp.sqrt(sum((g * g).sum() for g in jax.tree_util.tree_leaves(slope)))
    slope = jax.tree_util.tree_map(lambda g: g * jnp.minimum(1, 1 / (size + 1e-6)), slope)
    first = jax.tree_util.tree_map(lambda m, g: 0.9 * m + 0.1 * g, first, slope)
    second = jax.tree_util.tree_map(lambda v, g: 0.98 * v + 0.02 * g * g, second, slope)

    def moved(path, p, m, v):
        new = path[0].key in ("heads", "heads_bias", "features")
        by = (m / (1 - 0.9 ** count)) / (jnp.sqrt(v / (1 - 0.98 ** count)) + 1e-6)
        return p - rate * (3 if new else 1) * (by + (0.01 * p if p.ndim > 1 else 0))

    params = jax.tree_util.tree_map_with_path(moved, params, first, second)
    keep = jnp.minimum(0.99, (1 + count) / (10 + count))
    average = jax.tree_util.tree_map(lambda a, p: keep * a + (1 - keep) * p, average, params)
    return params, first, second, average, value


scores = jax.jit(forward)
