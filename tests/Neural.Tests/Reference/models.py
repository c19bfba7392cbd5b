"""The routers' networks in plain PyTorch, with the names of tensors that PyTorch and Hugging Face give them: the reference for our own."""
import json
import math

import torch
from torch import nn

import safetensors_file


class Gru(nn.Module):
    def __init__(self, input_size=10, hidden_size=64, layers=1, classes=3, dropout=0.0, **_):
        super().__init__()
        self.gru = nn.GRU(input_size, hidden_size, layers, batch_first=True, dropout=dropout if layers > 1 else 0)
        self.dropout = nn.Dropout(dropout)
        self.fc = nn.Linear(hidden_size, classes)

    def forward(self, sequences, lengths=None):
        if lengths is not None:
            sequences = nn.utils.rnn.pack_padded_sequence(sequences, lengths, batch_first=True, enforce_sorted=False)
        return self.fc(self.dropout(self.gru(sequences)[1][-1]))


def activation(name):
    if name == "relu":
        return nn.functional.relu
    approximate = "none" if name == "gelu" else "tanh"
    return lambda x: nn.functional.gelu(x, approximate=approximate)


def module(**children):
    result = nn.Module()
    for name, child in children.items():
        result.add_module(name, child)
    return result


class Bert(nn.Module):
    def __init__(self, config):
        super().__init__()
        size, eps = config["hidden_size"], config["layer_norm_eps"]
        self.heads = config["num_attention_heads"]
        self.act = activation(config.get("hidden_act", "gelu"))
        self.drop = nn.Dropout(config.get("hidden_dropout_prob", 0.0))
        layers = [
            module(
                attention=module(
                    self=module(query=nn.Linear(size, size), key=nn.Linear(size, size), value=nn.Linear(size, size)),
                    output=module(dense=nn.Linear(size, size), LayerNorm=nn.LayerNorm(size, eps)),
                ),
                intermediate=module(dense=nn.Linear(size, config["intermediate_size"])),
                output=module(dense=nn.Linear(config["intermediate_size"], size), LayerNorm=nn.LayerNorm(size, eps)),
            )
            for _ in range(config["num_hidden_layers"])
        ]
        self.bert = module(
            embeddings=module(
                word_embeddings=nn.Embedding(config["vocab_size"], size),
                position_embeddings=nn.Embedding(config["max_position_embeddings"], size),
                token_type_embeddings=nn.Embedding(config["type_vocab_size"], size),
                LayerNorm=nn.LayerNorm(size, eps),
            ),
            encoder=module(layer=nn.ModuleList(layers)),
            pooler=module(dense=nn.Linear(size, size)),
        )
        self.classifier = nn.Linear(size, config["num_labels"])

    def forward(self, tokens, types=None, lengths=None):
        embeddings, places = self.bert.embeddings, torch.arange(tokens.shape[1])
        states = embeddings.word_embeddings(tokens) + embeddings.position_embeddings(places)
        states = states + embeddings.token_type_embeddings(torch.zeros_like(tokens) if types is None else types)
        states = self.drop(embeddings.LayerNorm(states))
        hidden = None if lengths is None else (places[None, :] >= lengths[:, None])[:, None, None, :]
        for layer in self.bert.encoder.layer:
            attention = self.attend(getattr(layer.attention, "self"), states, hidden)
            states = layer.attention.output.LayerNorm(self.drop(layer.attention.output.dense(attention)) + states)
            inner = self.act(layer.intermediate.dense(states))
            states = layer.output.LayerNorm(self.drop(layer.output.dense(inner)) + states)
        return self.classifier(self.drop(torch.tanh(self.bert.pooler.dense(states[:, 0]))))

    def attend(self, projections, states, hidden):
        def heads(x):
            return x.view(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)

        query, key, value = heads(projections.query(states)), heads(projections.key(states)), heads(projections.value(states))
        scores = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])
        shares = self.drop(torch.softmax(scores if hidden is None else scores.masked_fill(hidden, -math.inf), -1))
        return (shares @ value).transpose(1, 2).reshape(states.shape)


def load(path):
    """A network with the weights of a file whose metadata has its type and config, and the other tensors of the file."""
    tensors, metadata = safetensors_file.read(path)
    config = json.loads(metadata["config"])
    network = Gru(**config) if metadata["type"] == "rnn" else Bert(config)
    names = network.state_dict().keys()
    network.load_state_dict({name: tensors.pop(name) for name in names})
    return network.eval(), tensors
