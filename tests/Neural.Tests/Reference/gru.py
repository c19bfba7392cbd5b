"""python3 gru.py FILE LAYERS HIDDEN STEPS: a GRU classifier in plain PyTorch, without dropout, trained by Adam on random sequences of up to 7 states."""
import sys

import torch
from torch import nn

import training


class GruClassifier(nn.Module):
    def __init__(self, layers, hidden):
        super().__init__()
        self.gru = nn.GRU(10, hidden, layers, batch_first=True)
        self.fc = nn.Linear(hidden, 3)

    def forward(self, sequences, lengths):
        states, _ = self.gru(sequences)
        last = states[torch.arange(len(lengths)), lengths - 1]
        return self.fc(last)


def main(path, layers, hidden, steps):
    torch.manual_seed(11)
    model = GruClassifier(layers, hidden)
    batches = []
    for _ in range(steps):
        sequences = torch.randn(32, 7, 10)
        lengths = torch.randint(1, 8, (32,))
        # Something that can be learned, so that the losses fall and a wrong step would show.
        labels = sequences[:, 0, :3].argmax(dim=1)
        batches.append(({"sequences": sequences, "lengths": lengths}, labels))
    training.record(path, model, batches, "Adam", 1e-2)


main(sys.argv[1], *(int(argument) for argument in sys.argv[2:]))
