#!/usr/bin/env bash
# Builds clarabel.wasm anew. Nobody needs this to install, test or use Sage: the file is committed, and tests compare
# its SHA-256 and its answers. See README.md for the packages it takes and for what to do when the bytes differ.
# usage: build.sh FOLDER      leaves FOLDER/clarabel.wasm and prints its SHA-256
set -euo pipefail
glue=$(cd "$(dirname "$0")/glue" && pwd)
out=$(mkdir -p "$1" && cd "$1" && pwd)
export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$out/target" # bootstrap: a stable compiler takes -Z
unset RUSTUP_TOOLCHAIN
home=${CARGO_HOME:-$HOME/.cargo}
cd "$glue"
if [ ! -f Cargo.lock ]; then # the lock file without the registry's name: cargo says what that is here
  /usr/bin/cargo generate-lockfile
  registry=$(grep -m1 '^source = ' Cargo.lock | cut -d'"' -f2)
  sed "s#@REGISTRY@#$registry#" Cargo.lock.in >Cargo.lock
fi
/usr/bin/cargo fetch --locked
crates=$(dirname "$(ls -d "$home"/registry/src/*/clarabel-0.11.1 | head -1)")
remap="--remap-path-prefix=$home=/cargo --remap-path-prefix=$crates=/crates --remap-path-prefix=$glue=/glue --remap-path-prefix=$out=/out"
export RUSTFLAGS="$remap -C linker=wasm-ld-19 -C link-arg=-zstack-size=1048576"
/usr/bin/cargo build --release --locked --target wasm32-unknown-unknown -Z build-std=std,panic_abort
wasm-opt -O3 --enable-bulk-memory --enable-sign-ext --enable-nontrapping-float-to-int --enable-mutable-globals \
  --enable-simd "$out/target/wasm32-unknown-unknown/release/clarabel_wasm.wasm" -o "$out/clarabel.wasm"
sha256sum "$out/clarabel.wasm"
