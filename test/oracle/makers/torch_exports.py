"""
Writes what PyTorch computes with torchvision's architectures and random weights, and their ONNX files.

    torch_exports.py FOLDER                        torch.zip and torch.json: two architectures, so narrow that their files are small
    torch_exports.py FOLDER resnet18 densenet121 … the files themselves and torch.json: these, at their published width

The image of formula.py goes in as torchvision's own preprocessing gives it; out come logits, and the features before the classifier.
"""

import copy
import sys
import zipfile

import torch
import torchvision
from fixture import OUT, tensor, write
from formula import pixels
from torchvision.models.mobilenetv3 import InvertedResidualConfig, MobileNetV3

MEAN, DEVIATION = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])


class Trunk(torch.nn.Module):
    """A network up to its pooling: a ResNet's stages, or what others call features."""

    def __init__(self, model):
        super().__init__()
        self.trunk = getattr(model, "features", None) or torch.nn.Sequential(*list(model.children())[:-2])

    def forward(self, image):
        return self.trunk(image)


def narrow_densenet():
    return torchvision.models.DenseNet(growth_rate=4, block_config=(2, 2), num_init_features=8, num_classes=5)


def narrow_mobilenet_v3():
    """Squeeze and excitation, hard swish, a larger kernel, a residual."""
    block = lambda *settings: InvertedResidualConfig(*settings, dilation=1, width_mult=1.0)
    blocks = [block(16, 3, 16, 8, True, "RE", 2), block(8, 5, 24, 16, True, "HS", 2), block(16, 5, 24, 16, False, "HS", 1)]
    return MobileNetV3(blocks, last_channel=24, num_classes=5)


def randomised(model, coarse):
    """New layers normalise by nothing: statistics of their own make a wrong order of weights visible. Coarse weights take little room in an archive."""
    torch.manual_seed(5)
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.normal_(module.bias, 0, 0.1)
            torch.nn.init.normal_(module.running_mean, 0, 0.1)
            torch.nn.init.uniform_(module.running_var, 0.5, 1.5)
        elif isinstance(module, torch.nn.Conv2d | torch.nn.Linear):
            torch.nn.init.kaiming_normal_(module.weight, nonlinearity="linear")
    if coarse:
        for value in model.state_dict().values():
            if value.is_floating_point():
                value.copy_(torch.round(value * 64) / 64)
    return model.eval()


def case(name, part, model, size):
    image = torch.from_numpy(pixels(*size).astype("float32"))
    x = ((image / 255 - MEAN) / DEVIATION).permute(2, 0, 1)[None]
    file = f"{name}-{part}.onnx"
    torch.onnx.export(model, x, OUT / file, dynamo=False, opset_version=17, input_names=["image"], output_names=[part])
    with torch.no_grad():
        output = model(x)[0]
    return dict(file=file, cut=part, size=size, **tensor(output.permute(1, 2, 0) if output.ndim == 3 else output))


def cases(name, model, size):
    yield case(name, "features", Trunk(copy.deepcopy(model)).eval(), size)
    if not name.startswith("vgg"):  # whose classifier wants 7 × 7
        yield case(name, "logits", model, size)


names = sys.argv[2:]
whole = [(name, getattr(torchvision.models, name)(weights=None)) for name in names]
narrow = [("densenet", narrow_densenet()), ("mobilenet_v3", narrow_mobilenet_v3())]
size = (96, 80) if names else (39, 46)
found = [each for name, model in whole or narrow for each in cases(name, randomised(model, not names), size)]
if not names:
    with zipfile.ZipFile(OUT / "torch.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for each in found:
            file = OUT / each["file"]
            archive.writestr(zipfile.ZipInfo(file.name, (2020, 1, 1, 0, 0, 0)), file.read_bytes(), zipfile.ZIP_DEFLATED)
            file.unlink()
write("torch.json", dict(torch=torch.__version__, torchvision=torchvision.__version__), cases=found)
