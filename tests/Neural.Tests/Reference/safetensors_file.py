"""Named torch tensors as a safetensors file of float32."""
import json
import struct

import torch


def write(path, tensors, metadata=None):
    header, data, at = {} if metadata is None else {"__metadata__": metadata}, [], 0
    for name, tensor in tensors.items():
        values = tensor.detach().to("cpu").float().contiguous()
        raw = values.numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [at, at + len(raw)]}
        data.append(raw)
        at += len(raw)
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(data))


def read(path):
    """The tensors, and the metadata."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = bytearray(file.read())
    metadata, tensors = header.pop("__metadata__", {}), {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = torch.frombuffer(data, dtype=torch.float32, count=(end - begin) // 4, offset=begin).view(entry["shape"]).clone()
    return tensors, metadata
