#!/usr/bin/env bash
# Everything that only a GPU can show, in one call under nine minutes, on a machine that may have no network.
#   bench/gpu.sh pack DIR           where there are registries: Node, wheels, packages and this checkout into DIR (6 GB)
#   DIR/gpu.sh run [IMAGES]         on the GPU machine, from that folder: installs offline, then measures. IMAGES: a folder of JPEG files; drawn pictures without it
# Results are printed and kept in DIR/results. Linux, x86-64, an NVIDIA driver for CUDA 12 (525 or later), g++ and python3 with venv.
set -euo pipefail
verb=${1:?usage: gpu.sh pack DIR, or gpu.sh run [IMAGES]}

if [ "$verb" = pack ]; then
  root=$(cd "$(dirname "$0")/.." && pwd)
  dir=$(mkdir -p "$2" && cd "$2" && pwd)
  mkdir -p "$dir/wheels" "$dir/npm" "$dir/frostline"
  (cd "$root" && npm ci --no-audit --no-fund && node scripts/ensure.js)
  # ONNX Runtime's CUDA libraries come from its own script.
  (cd "$root/node_modules/onnxruntime-node" && ONNXRUNTIME_NODE_INSTALL=cuda12 node script/install.js) ||
    echo "ONNX Runtime's CUDA libraries cannot be fetched here: onnx-cuda will be left out" >&2
  (cd "$root" && tar c package.json package-lock.json bin dist scripts bench node_modules) | tar x -C "$dir/frostline"
  cp "$(command -v node)" "$dir/node"
  python3 -m pip download --quiet --dest "$dir/wheels" 'tensorflow[and-cuda]==2.21.0' pip setuptools wheel
  scratch=$(mktemp -d)
  (cd "$scratch" && npm install --cache "$dir/npm" --ignore-scripts --no-audit --no-fund @tensorflow/tfjs-node-gpu@4.22.0 node-api-headers@1.7.0)
  rm -rf "$scratch"
  cp -r "$(npm root -g)/npm" "$dir/npm-cli" # the GPU machine may have no npm
  cp "$root/bench/gpu.sh" "$dir/gpu.sh"
  du -sh "$dir"
  exit 0
fi

dir=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$dir/bin" "$dir/results"
printf '#!/bin/sh\nexec "%s/node" "%s/npm-cli/bin/npm-cli.js" "$@"\n' "$dir" "$dir" >"$dir/bin/npm"
ln -sf "$dir/node" "$dir/bin/node"
chmod +x "$dir/bin/npm"
export PATH="$dir/bin:$PATH" FROSTLINE_HOME="$dir/home"
export PIP_NO_INDEX=1 PIP_FIND_LINKS="$dir/wheels" npm_config_cache="$dir/npm" npm_config_offline=true
frostline() { node "$dir/frostline/bin/frostline.js" "$@"; }
timed() { # what, seconds at most, command…: a part that fails or hangs does not take the others with it
  echo; echo "== $1"
  timeout "$2" "${@:3}" 2>&1 | tee "$dir/results/$1.txt" || echo "$1 ended with an error or ran longer than $2 s"
}
export -f frostline
export dir

nvidia-smi | tee "$dir/results/nvidia-smi.txt"
[ -d "$FROSTLINE_HOME/engines/tfjs-node-gpu" ] || timed install 210 bash -c 'frostline engines install tfjs --gpu'
# CUDA's libraries, as they came with TensorFlow, for ONNX Runtime as well.
LD_LIBRARY_PATH=$(ls -d "$FROSTLINE_HOME"/engines/tfjs-node-gpu/python/lib/python*/site-packages/nvidia/*/lib 2>/dev/null | tr '\n' ':')${LD_LIBRARY_PATH:-}
export LD_LIBRARY_PATH
timed engines 30 bash -c 'frostline engines ls'
timed doctor 30 bash -c 'frostline doctor engines'
cd "$dir/frostline"
timed model-only 150 node bench/engines.js --engines onnx-cuda,onnx-cuda-tf32,onnx-cuda-fp16,tfjs-node-gpu --networks vgg16,resnet50,mobilenet_v2 --seconds 2
timed extraction 120 node bench/engine-extract.js --engines onnx-cuda,onnx-cuda-tf32,onnx-cuda-fp16,tfjs-node-gpu --networks vgg16,resnet50,mobilenet_v2 ${2:+--images "$2"}
echo; echo "results are in $dir/results"
