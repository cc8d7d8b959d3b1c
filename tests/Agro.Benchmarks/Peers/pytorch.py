"""The work of `agro-host bench` (S and M: training step, RL step, decode) in plain eager PyTorch, to be run beside it.

    python3 pytorch.py [s|m] [threads]

Any PyTorch from 1.13 on. Prints the median of five samples after one to warm up.
"""
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

SHAPES = {
    # d, layers, heads, KV heads, ffn, vocabulary; sequences x tokens of a training step; prompts of an RL step
    "s": (256, 6, 8, 4, 688, 512, 32, 128, 8),
    "m": (768, 12, 12, 4, 2048, 32000, 8, 256, 2),
}
PROMPT, NEW, COMPLETIONS = 64, 64, 8


class Norm(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))

    def forward(self, x):
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6))


def turned(x, cosine, sine):
    first, second = x.chunk(2, -1)
    return x * cosine + torch.cat((-second, first), -1) * sine


def attended(query, key, value):
    causal = query.shape[2] > 1
    if hasattr(F, "scaled_dot_product_attention"):
        return F.scaled_dot_product_attention(query, key, value, is_causal=causal)
    scores = query @ key.transpose(2, 3) / query.shape[-1] ** 0.5
    if causal:
        scores = scores + torch.full(scores.shape[-2:], float("-inf")).triu(1)
    return scores.softmax(-1) @ value


class Layer(nn.Module):
    def __init__(self, d, heads, kv, inner):
        super().__init__()
        self.size, self.groups = d // heads, heads // kv
        self.before, self.after = Norm(d), Norm(d)
        self.q, self.o = nn.Linear(d, d, bias=False), nn.Linear(d, d, bias=False)
        self.k, self.v = (nn.Linear(d, kv * self.size, bias=False) for _ in range(2))
        self.gate, self.up = (nn.Linear(d, inner, bias=False) for _ in range(2))
        self.down = nn.Linear(inner, d, bias=False)

    def forward(self, x, turns, cache):
        batch, length, _ = x.shape
        h = self.before(x)
        q, k, v = (p(h).view(batch, length, -1, self.size).transpose(1, 2) for p in (self.q, self.k, self.v))
        q, k = turned(q, *turns), turned(k, *turns)
        if cache is not None:
            if cache:
                k, v = torch.cat((cache[0], k), 2), torch.cat((cache[1], v), 2)
            cache[:] = [k, v]
        k, v = (t.repeat_interleave(self.groups, 1) for t in (k, v))
        x = x + self.o(attended(q, k, v).transpose(1, 2).reshape(batch, length, -1))
        h = self.after(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Llama(nn.Module):
    def __init__(self, d, layers, heads, kv, inner, vocabulary):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, d)
        nn.init.normal_(self.embedding.weight, std=0.02)
        self.layers = nn.ModuleList(Layer(d, heads, kv, inner) for _ in range(layers))
        self.norm = Norm(d)
        angles = torch.outer(torch.arange(1024.0), 10000.0 ** (-torch.arange(0, d // heads, 2) / (d // heads))).repeat(1, 2)
        self.register_buffer("cosine", angles.cos())
        self.register_buffer("sine", angles.sin())

    def forward(self, ids, keep, caches=None):
        past = caches[0][0].shape[2] if caches and caches[0] else 0
        turns = self.cosine[past:past + ids.shape[1]], self.sine[past:past + ids.shape[1]]
        x = self.embedding(ids)
        for i, layer in enumerate(self.layers):
            x = layer(x, turns, None if caches is None else caches[i])
        return F.linear(self.norm(x[:, -keep:]), self.embedding.weight)

    def log_probs(self, ids, count):
        return self(ids[:, :-1], count).log_softmax(-1).gather(-1, ids[:, -count:, None]).squeeze(-1)

    @torch.no_grad()
    def generate(self, ids, count):
        caches, following = [[] for _ in self.layers], ids
        for _ in range(count):
            following = self(following, 1, caches)[:, 0].softmax(-1).multinomial(1)
            ids = torch.cat((ids, following), 1)
        return ids


def median(work, samples=5):
    work()
    seconds = []
    for _ in range(samples):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main():
    name, threads = (sys.argv[1:] + ["s", "2"][len(sys.argv) - 1:])[:2]
    torch.set_num_threads(int(threads))
    torch.manual_seed(1)
    *model, sequences, tokens, prompts = SHAPES[name]
    policy, reference = Llama(*model), Llama(*model)
    reference.requires_grad_(False)
    optimizer = torch.optim.AdamW(policy.parameters(), 1e-6)
    vocabulary = model[-1]

    def update(loss):
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(policy.parameters(), 1)
        optimizer.step()

    rows = torch.randint(vocabulary, (sequences, tokens))

    def training_step():
        update(-policy.log_probs(rows, tokens // 2).mean())

    asked = torch.randint(vocabulary, (prompts, PROMPT)).repeat_interleave(COMPLETIONS, 0)

    def rl_step():
        ids = policy.generate(asked, NEW)
        with torch.no_grad():
            known = reference.log_probs(ids, NEW)
        found = policy.log_probs(ids, NEW)
        groups = (ids[:, PROMPT:] < vocabulary // 2).float().mean(1).view(prompts, COMPLETIONS)
        advantages = ((groups - groups.mean(1, True)) / (groups.std(1, keepdim=True) + 1e-4)).view(-1, 1)
        difference = known - found
        update((0.04 * (difference.exp() - difference - 1) - (found - found.detach()).exp() * advantages).mean())

    square, other = torch.rand(1536, 1536), torch.rand(1536, 1536)
    print(f"PyTorch {torch.__version__}, {threads} threads, {name.upper()}")
    print(f"linear 1536 x 1536 x 1536  {2 * 1536 ** 3 / median(lambda: F.linear(square, other)) / 1e9:.0f} GFLOP/s")
    seconds = median(training_step)
    print(f"training step  {seconds:.3f} s, {sequences * tokens / seconds:.0f} tok/s")
    print(f"RL step        {median(rl_step):.3f} s")
    for batch in (1, 8, 32, 128):
        ids = torch.randint(vocabulary, (batch, PROMPT))
        prefill = median(lambda: policy.generate(ids, 1), 3)
        seconds = median(lambda: policy.generate(ids, NEW + 1), 3) - prefill
        print(f"decode, batch {batch:3}  {batch * NEW / seconds:.0f} tok/s")


main()
