"""Writes named torch tensors as a safetensors file of float32."""
import json
import struct


def write(path, tensors):
    header, data, at = {}, [], 0
    for name, tensor in tensors.items():
        values = tensor.detach().to("cpu").float().contiguous()
        raw = values.numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [at, at + len(raw)]}
        data.append(raw)
        at += len(raw)
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(data))
