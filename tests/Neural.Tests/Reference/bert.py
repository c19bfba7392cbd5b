"""python3 bert.py FILE STEPS ACTIVATION: BERT-mini for classification without dropout, trained by AdamW on random texts of up to 8 tokens."""
import sys

import torch
from torch import nn

import models
import training

WORDS, CLASSES = 100, 3
CONFIG = {
    "hidden_size": 256, "num_hidden_layers": 4, "num_attention_heads": 4, "intermediate_size": 1024, "layer_norm_eps": 1e-12,
    "vocab_size": WORDS, "max_position_embeddings": 32, "type_vocab_size": 2, "num_labels": CLASSES,
}


def main(path, steps, activation):
    torch.manual_seed(12)
    model = models.Bert({**CONFIG, "hidden_act": activation})
    for parameter in model.parameters():
        nn.init.normal_(parameter, std=0.05)
    for part in model.modules():
        if isinstance(part, nn.LayerNorm):
            nn.init.normal_(part.weight, mean=1, std=0.1)
    batches = []
    for _ in range(steps):
        tokens = torch.randint(0, WORDS, (4, 8))
        types = torch.randint(0, 2, (4, 8))
        lengths = torch.randint(3, 9, (4,))
        labels = tokens[:, 1] % CLASSES
        batches.append(({"tokens": tokens, "types": types, "lengths": lengths}, labels))
    training.record(path, model, batches, "AdamW", 2e-4, clip=1.0)


main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
