#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: merge.sh LANGUAGE PO-FILE OUTPUT-DIR PAGE...
# Writes the pages in LANGUAGE into OUTPUT-DIR. itstool only prints a line and exits with 0 when
# a translation breaks a tag; here that line fails the build, since such a page would
# silently show the English paragraph.
set -eu

lang=$1
po=$2
out=$3
shift 3

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

msgfmt --check --output-file="$work/$lang.mo" "$po"
status=0
itstool --merge="$work/$lang.mo" --lang="$lang" --output="$work" "$@" >"$work/log" 2>&1 || status=$?
cat "$work/log" >&2
if [ "$status" -ne 0 ] || grep -q 'Could not merge' "$work/log"; then
  echo "merge.sh: $po: the pages could not be merged" >&2
  exit 1
fi
mkdir -p "$out"
cp "$work"/*.page "$out/"
