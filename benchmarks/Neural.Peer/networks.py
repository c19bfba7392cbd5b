"""Makes the networks that are measured, with random weights: NAME.safetensors for ours and PyTorch, NAME.onnx for ONNX Runtime.   networks.py FOLDER"""
import hashlib
import json
import pathlib
import struct
import sys

import torch

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "Neural.Tests" / "Reference"))
import models
import safetensors_file

GRU = {"input_size": 10, "hidden_size": 64, "layers": 1, "dropout": 0.1, "classes": 3}
BERT_MINI = {
    "vocab_size": 30522, "hidden_size": 256, "num_hidden_layers": 4, "num_attention_heads": 4, "intermediate_size": 1024, "max_position_embeddings": 512,
    "type_vocab_size": 2, "layer_norm_eps": 1e-12, "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1, "num_labels": 3,
}


def version(tensors):
    """What MetaControllerService calls a model's version, without which it takes none."""
    digest = hashlib.sha256()
    for name, tensor in sorted(tensors.items()):
        digest.update(name.encode() + b"\0" + struct.pack(f"<{1 + tensor.dim()}i", tensor.dim(), *tensor.shape) + tensor.numpy().tobytes())
    return digest.hexdigest()[:12]


def make(folder, name, kind, config, network, example, dynamic):
    tensors = network.state_dict()
    metadata = {"format": "mcts-meta-controller-1", "type": kind, "config": json.dumps(config), "version": version(tensors)}
    safetensors_file.write(folder / f"{name}.safetensors", tensors, metadata)
    torch.onnx.export(
        network.eval(), example, str(folder / f"{name}.onnx"), opset_version=17, input_names=["input"], output_names=["logits"],
        dynamic_axes={"input": dynamic, "logits": {0: "batch"}})


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    torch.manual_seed(1)
    make(folder, "gru", "rnn", GRU, models.Gru(**GRU), torch.zeros(2, 3, 10), {0: "batch", 1: "length"})
    make(folder, "bert", "bert", BERT_MINI, models.Bert(BERT_MINI), torch.zeros(2, 64, dtype=torch.long), {0: "batch"})
