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
        logits = network(inputs["tokens"].long(), inputs["types"].long(), lengths)
json.dump(logits.flatten().tolist(), sys.stdout)
