"""python3 bert.py FILE STEPS: BERT-mini for classification in plain PyTorch, without dropout, trained by AdamW on random texts of up to 8 tokens."""
import math
import sys

import torch
from torch import nn

import training

SIZE, HEADS, INNER, LAYERS, WORDS, CLASSES = 256, 4, 1024, 4, 100, 3


class Names(nn.Module):
    """A group of modules, so that their parameters get the names that checkpoints use."""

    def __init__(self, **modules):
        super().__init__()
        for name, module in modules.items():
            self.add_module(name, module)


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        linear, norm = lambda: nn.Linear(SIZE, SIZE), lambda: nn.LayerNorm(SIZE, eps=1e-12)
        inner = Names(query=linear(), key=linear(), value=linear())
        self.attention = nn.ModuleDict({"self": inner, "output": Names(dense=linear(), LayerNorm=norm())})
        self.intermediate = Names(dense=nn.Linear(SIZE, INNER))
        self.output = Names(dense=nn.Linear(INNER, SIZE), LayerNorm=norm())

    def forward(self, state, hidden):
        inner, after = self.attention["self"], self.attention["output"]
        split = lambda values: values.view(*values.shape[:2], HEADS, SIZE // HEADS).transpose(1, 2)
        query, key, value = split(inner.query(state)), split(inner.key(state)), split(inner.value(state))
        scores = query @ key.transpose(2, 3) / math.sqrt(SIZE // HEADS)
        scores = scores.masked_fill(hidden[:, None, None, :], -math.inf)
        attended = (scores.softmax(dim=-1) @ value).transpose(1, 2).reshape(state.shape)
        state = after.LayerNorm(after.dense(attended) + state)
        expanded = nn.functional.gelu(self.intermediate.dense(state))
        return self.output.LayerNorm(self.output.dense(expanded) + state)


class BertClassifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.bert = Names(
            embeddings=Names(
                word_embeddings=nn.Embedding(WORDS, SIZE),
                position_embeddings=nn.Embedding(32, SIZE),
                token_type_embeddings=nn.Embedding(2, SIZE),
                LayerNorm=nn.LayerNorm(SIZE, eps=1e-12)),
            encoder=Names(layer=nn.ModuleList(Layer() for _ in range(LAYERS))),
            pooler=Names(dense=nn.Linear(SIZE, SIZE)))
        self.classifier = nn.Linear(SIZE, CLASSES)
        for parameter in self.parameters():
            nn.init.normal_(parameter, std=0.05)
        for module in self.modules():
            if isinstance(module, nn.LayerNorm):
                nn.init.normal_(module.weight, mean=1, std=0.1)

    def forward(self, tokens, types, lengths):
        embeddings = self.bert.embeddings
        places = torch.arange(tokens.shape[1])
        state = embeddings.word_embeddings(tokens) + embeddings.position_embeddings(places) + embeddings.token_type_embeddings(types)
        state = embeddings.LayerNorm(state)
        hidden = places[None, :] >= lengths[:, None]
        for layer in self.bert.encoder.layer:
            state = layer(state, hidden)
        return self.classifier(torch.tanh(self.bert.pooler.dense(state[:, 0])))


def main(path, steps):
    torch.manual_seed(12)
    model = BertClassifier()
    batches = []
    for _ in range(steps):
        tokens = torch.randint(0, WORDS, (4, 8))
        types = torch.randint(0, 2, (4, 8))
        lengths = torch.randint(3, 9, (4,))
        labels = tokens[:, 1] % CLASSES
        batches.append(({"tokens": tokens, "types": types, "lengths": lengths}, labels))
    training.record(path, model, batches, "AdamW", 2e-4, clip=1.0)


main(sys.argv[1], int(sys.argv[2]))
