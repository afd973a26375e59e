#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: merge.sh LANGUAGE PO-FILE RULES OUTPUT-DIR CHECKLIST...
# Writes the checklists in LANGUAGE into OUTPUT-DIR. itstool only prints a line and exits with 0
# when a translation breaks a tag; here that line fails the build.
set -eu

lang=$1
po=$2
rules=$3
out=$4
shift 4

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

msgfmt --check --output-file="$work/$lang.mo" "$po"
status=0
itstool --its="$rules" --merge="$work/$lang.mo" --lang="$lang" --output="$work" "$@" \
  >"$work/log" 2>&1 || status=$?
cat "$work/log" >&2
if [ "$status" -ne 0 ] || grep -q 'Could not merge' "$work/log"; then
  echo "merge.sh: $po: the checklists could not be merged" >&2
  exit 1
fi
mkdir -p "$out"
cp "$work"/*.xml "$out/"
