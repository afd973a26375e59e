#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: update-po.sh
# Brings every catalogue up to date with the English pages: new messages come in empty, messages
# that are gone are dropped. Run it after a page has changed, translate what is empty, and let
# tests/manual/check-pages.py tell what is left.
set -eu
cd "$(dirname "$0")"

pot=$(mktemp)
trap 'rm -f "$pot"' EXIT

# Those that wait for their translation come in when they are taken off their list.
ids=$(sed -n "/^manual_page_ids = \[/,/^\]/s/^  '\(.*\)',$/\1/p" meson.build | grep -vxFf untranslated.txt)
# shellcheck disable=SC2046,SC2086 # ids are plain words
itstool --output="$pot" $(printf 'C/%s.page ' $ids)
for po in */*.po; do
  msgmerge --quiet --update --backup=none --no-fuzzy-matching --width=100 --add-location=file "$po" "$pot"
  msgattrib --no-obsolete --width=100 --add-location=file --output-file="$po" "$po"
  # This line says nothing and would differ on every branch.
  sed -i '/^"POT-Creation-Date: /d' "$po"
  echo "$po: $(msgfmt --statistics --output-file=/dev/null "$po" 2>&1)"
done
