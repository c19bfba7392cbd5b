"""Prints the logits that PyTorch gives for a file of weights and inputs, as a JSON list."""
import json
import sys

import torch

import models

network, inputs = models.load(sys.argv[1])
lengths = inputs["lengths"].long()
with torch.no_grad():
    if "sequences" in inputs:
        logits = network(inputs["sequences"], lengths)
    else:
        tokens = inputs["tokens"].long()
        mask = torch.arange(tokens.shape[1])[None, :] < lengths[:, None]
        logits = network(tokens, mask, inputs["types"].long())
json.dump(logits.flatten().tolist(), sys.stdout)
