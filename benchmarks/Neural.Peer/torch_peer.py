"""PyTorch as a peer:   torch_peer.py FOLDER THREADS

Reads lines "NETWORK BATCH LENGTH SECONDS" and answers each with the median time of a call in microseconds and the first sequence's logits. A NETWORK that ends
in "-train" means training steps: forward, backward, clipping and AdamW.
"""
import os
import pathlib
import sys
import time

# OpenBLAS has threads of its own, which set_num_threads does not reach.
os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[2]

import torch

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "Neural.Tests" / "Reference"))
import models

folder, threads = pathlib.Path(sys.argv[1]), int(sys.argv[2])
torch.set_num_threads(threads)
networks = {name: models.load(folder / f"{name}.safetensors")[0] for name in ("gru", "bert")}


def inputs(network, batch, length):
    """The same inputs for everybody."""
    if network == "gru":
        return torch.tensor([((i * 37) % 101) / 50 - 1 for i in range(batch * length * 10)]).view(batch, length, 10)
    return torch.tensor([(i * 7919) % 30522 for i in range(batch * length)]).view(batch, length)


def training(name):
    """A step of training of a copy that has dropout, as it is trained for real."""
    network = models.load(folder / f"{name}.safetensors")[0].train()
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-4)

    def step(x):
        optimizer.zero_grad(set_to_none=True)
        logits = network(x)
        torch.nn.functional.cross_entropy(logits, torch.arange(x.shape[0]) % 3).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        return logits.detach()

    return step


def prediction(name):
    def predict(x):
        with torch.inference_mode():
            return networks[name](x)

    return predict


actions = {}
for line in sys.stdin:
    network, batch, length, seconds = line.split()
    if network not in actions:
        actions[network] = training(network[:-6]) if network.endswith("-train") else prediction(network)
    x = inputs(network.split("-")[0], int(batch), int(length))
    times, start = [], time.perf_counter()
    end = start + float(seconds)
    while start < end:
        logits = actions[network](x)
        now = time.perf_counter()
        times.append(now - start)
        start = now
    print(f"{sorted(times)[len(times) // 2] * 1e6:.3f}", *logits[0].tolist(), flush=True)
