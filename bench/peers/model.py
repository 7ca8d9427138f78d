"""The model alone, in PyTorch: pixels in memory, batches of four, one thread, the faster of two memory layouts.

    python model.py NETWORK SECONDS     → {"peer": "torch", "network", "rate"}
"""

import json
import os
import sys
import time

import torch
import torchvision
from torch import nn

torch.set_num_threads(int(os.environ.get("BENCH_CORES", "1")))
MODELS = {
    "vgg16": lambda: torchvision.models.vgg16().features,
    "vgg19": lambda: torchvision.models.vgg19().features,
    "resnet50": lambda: nn.Sequential(*list(torchvision.models.resnet50().children())[:-2]),
    "mobilenet_v2": lambda: torchvision.models.mobilenet_v2().features,
    "squeezenet": lambda: torchvision.models.squeezenet1_1().features,
}
BATCH = 4


def rate(model, layout, seconds):
    x = torch.rand(BATCH, 3, 224, 224).to(memory_format=layout)
    model = model.to(memory_format=layout)
    with torch.inference_mode():
        model(x)
        began = time.perf_counter()
        images = 0
        while time.perf_counter() - began < seconds:
            model(x)
            images += BATCH
    return images / (time.perf_counter() - began)


network, seconds = sys.argv[1], float(sys.argv[2])
best = 0.0
if network in MODELS:
    model = nn.Sequential(MODELS[network](), nn.AdaptiveAvgPool2d(1), nn.Flatten()).eval()
    best = max(rate(model, layout, seconds) for layout in (torch.contiguous_format, torch.channels_last))
print(json.dumps({"peer": "torch", "network": network, "rate": best}))
