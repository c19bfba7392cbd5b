"""python3 gru.py FILE LAYERS HIDDEN STEPS: the GRU classifier without dropout, trained by Adam on random sequences of up to 7 states."""
import sys

import torch

import models
import training


def main(path, layers, hidden, steps):
    torch.manual_seed(11)
    model = models.Gru(hidden_size=hidden, layers=layers)
    batches = []
    for _ in range(steps):
        sequences = torch.randn(32, 7, 10)
        lengths = torch.randint(1, 8, (32,))
        # Something that can be learned, so that the losses fall and a wrong step would show.
        labels = sequences[:, 0, :3].argmax(dim=1)
        batches.append(({"sequences": sequences, "lengths": lengths}, labels))
    training.record(path, model, batches, "Adam", 1e-2)


main(sys.argv[1], *(int(argument) for argument in sys.argv[2:]))
