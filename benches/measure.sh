#!/usr/bin/env bash
# What corpus-lint costs, as ratios against other programs in the same run: machines are noisy.
#
#   benches/measure.sh CORPUS.jsonl [PATTERNS.txt]
#
# CORPUS.jsonl: one record a line with a field `text`. PATTERNS.txt: a regular expression a line, for
# ripgrep. Wants GNU time (`/usr/bin/time`) and a release build.
set -euo pipefail
corpus=${1:?usage: benches/measure.sh CORPUS.jsonl [PATTERNS.txt]}
patterns=${2:-}
lint=$(cd "$(dirname "$0")/.." && pwd)/target/release/corpus-lint
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
runs=${RUNS:-5}

# Seconds of CPU (user and system) and peak kilobytes of one run.
once() {
  /usr/bin/time -f '%U %S %M' -o "$work/time" "$@" > /dev/null 2>&1 || true
  awk 'NF == 3 { printf "%.3f %d\n", $1 + $2, $3 }' "$work/time"
}

# The median of the first column of a file.
median() { cut -d' ' -f1 "$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
peak() { cut -d' ' -f2 "$1" | sort -n | tail -1; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

size=$(wc -c < "$corpus")
head -c $((size / 10)) "$corpus" | head -n -1 > "$work/tenth.jsonl"
quiet=(--format short --min-severity note --fail-on never)
for _ in $(seq "$runs"); do
  once wc -w "$corpus" >> "$work/wc"
  LC_ALL=C once wc -w "$corpus" >> "$work/wc-bytes"
  once "$lint" --select duplication "${quiet[@]}" "$corpus" >> "$work/copies"
  once "$lint" --select duplication "${quiet[@]}" "$work/tenth.jsonl" >> "$work/tenth"
  once "$lint" --select all "${quiet[@]}" "$corpus" >> "$work/all"
  if [ -n "$patterns" ]; then
    once rg -o -i --no-unicode -f "$patterns" "$corpus" >> "$work/rg"
  fi
done

echo "corpus: $size bytes; medians of $runs runs in turn, seconds of CPU"
echo "wc -w, locale ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}}" | awk '{ printf "%-36s ", $0 }'; median "$work/wc"
echo "the same, LC_ALL=C                   $(median "$work/wc-bytes")"
echo "duplicate rules alone                $(median "$work/copies"), peak $(peak "$work/copies") kB"
echo "  against wc -w                      $(ratio "$(median "$work/copies")" "$(median "$work/wc")") times, $(ratio "$(median "$work/copies")" "$(median "$work/wc-bytes")") with LC_ALL=C"
echo "the same, on a tenth of the corpus   $(median "$work/tenth"); the whole costs $(ratio "$(median "$work/copies")" "$(median "$work/tenth")") times that"
echo "all rules                            $(median "$work/all"), peak $(peak "$work/all") kB"
if [ -n "$patterns" ]; then
  echo "rg with $(wc -l < "$patterns") patterns              $(median "$work/rg"); all rules cost $(ratio "$(median "$work/all")" "$(median "$work/rg")") times that"
fi
