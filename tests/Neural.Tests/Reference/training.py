"""Runs a classifier of ours beside PyTorch's optimizer, and writes down all that another implementation has to find again."""
import torch

import safetensors_file


def record(path, model, batches, optimizer_kind, learning_rate, clip=None):
    """Writes the first weights, the first batch's logits and gradients, and the losses of training on the batches in turn.

    model: a module whose parameters have the names that checkpoints use; called with a batch's inputs.
    batches: a list of (inputs as a dictionary of tensors, labels).
    """
    torch.set_num_threads(1)
    written = {"weight:" + name: value.clone() for name, value in model.named_parameters()}
    optimizer = getattr(torch.optim, optimizer_kind)(model.parameters(), lr=learning_rate)
    losses = []
    for number, (inputs, labels) in enumerate(batches):
        optimizer.zero_grad()
        logits = model(**inputs)
        loss = torch.nn.functional.cross_entropy(logits, labels)
        loss.backward()
        losses.append(loss.item())
        if number == 0:
            written["logits"] = logits.clone()
            for name, value in model.named_parameters():
                written["gradient:" + name] = value.grad.clone()
        if clip is not None:
            torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
        optimizer.step()
        for name, value in inputs.items():
            written[f"batch:{number}:{name}"] = value
        written[f"batch:{number}:labels"] = labels
    written["losses"] = torch.tensor(losses)
    for name, value in model.named_parameters():
        written["trained:" + name] = value
    safetensors_file.write(path, written)
