#!/usr/bin/env bash
# corpus-lint among the tools it is made for: the real pre-commit runs the hook from a local clone, and
# a wheel is built, installed and used. Left out, and said so, where those tools cannot be installed.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
# Outside of the scratch repositories: pre-commit would take what is being written for a change.
out=$work/out.txt
trap 'rm -rf "$work"' EXIT
# What is tried here is packing and installing, not speed: builds that take a minute, not five. The wheel
# takes what `cargo build` has built; pre-commit insists on a release, which gets a folder of its own so
# that no slow program stands where a fast one is looked for.
export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=64
target=${CARGO_TARGET_DIR:-$root/target}

fail() { echo "FAILED: $*" >&2; exit 1; }

# A repository with one article, which has one defect.
scratch() {
  mkdir -p "$1/articles"
  cd "$1"
  git init -q
  git config user.name "A. Roe"
  git config user.email a@example.org
  cat > corpus-lint.toml <<'TOML'
select = ["speculation/not-ruled-out", "duplication"]
fail-on = "warning"
TOML
  printf 'The harbour office met.\n\nA second leak cannot be ruled out.\n' > articles/a.txt
  git add .
}

if ! python3 -m venv "$work/tools" || ! "$work/tools/bin/pip" install -q pre-commit maturin; then
  echo "pre-commit and maturin cannot be installed here: left out"
  exit 0
fi

echo "-- the wheel"
(cd "$root" && "$work/tools/bin/maturin" build --profile dev --locked --quiet --out "$work/wheels")
python3 -m venv "$work/fresh"
"$work/fresh/bin/pip" install -q --no-index "$work"/wheels/*.whl
scratch "$work/from-wheel"
status=0
"$work/fresh/bin/corpus-lint" --format short . > "$out" || status=$?
[ "$status" = 1 ] || fail "the installed command ended with $status"
grep -q '^articles/a.txt:3:15: warning\[speculation/not-ruled-out\]' "$out" || fail "$(cat "$out")"

echo "-- the hook"
git clone -q "$root" "$work/hook"
rev=$(git -C "$work/hook" rev-parse HEAD)
scratch "$work/repository"
cat > .pre-commit-config.yaml <<YAML
repos:
  - repo: $work/hook
    rev: $rev
    hooks:
      - id: corpus-lint
YAML
git add .
export PRE_COMMIT_HOME="$work/pre-commit" CARGO_TARGET_DIR="$target/adoption"
if "$work/tools/bin/pre-commit" run --color never > "$out" 2>&1; then
  fail "the hook passed a defect: $(cat "$out")"
fi
grep -q 'speculation/not-ruled-out' "$out" || fail "$(cat "$out")"
command=$(find "$PRE_COMMIT_HOME" -name corpus-lint -type f -perm -u+x -path '*/bin/*' | head -1)
"$command" allow articles/a.txt:3 --reason "the words of the office, read aloud" > /dev/null
git add .
"$work/tools/bin/pre-commit" run --color never > "$out" 2>&1 || fail "$(cat "$out")"

echo "-- the hook for changed lines"
git commit -q --no-verify -m "allowed"
sed -i 's/id: corpus-lint$/id: corpus-lint-diff/' .pre-commit-config.yaml
printf '\nA third leak cannot be ruled out.\n' >> articles/a.txt
git add .
if "$work/tools/bin/pre-commit" run --color never > "$out" 2>&1; then
  fail "the hook passed a defect on a changed line: $(cat "$out")"
fi
grep -q 'articles/a.txt:5:' "$out" || fail "$(cat "$out")"
if grep -q 'articles/a.txt:3:' "$out"; then fail "a line that did not change: $(cat "$out")"; fi

echo "-- all is well"
