#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev lint: what can be checked by reading alone.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
status=0
check() { # NAME COMMAND...
  local name=$1 out; shift
  if out=$("$@" 2>&1); then echo "ok $name"; else echo "not ok $name"; printf '%s\n' "$out" | sed 's/^/  /'; status=1; fi
}

check "who may include whom" python3 tests/layers.py .
check "house rules" python3 tests/house.py .
[ -f tests/po-check.py ] && check "translations" python3 tests/po-check.py .
for f in dev .ci/run $(git ls-files '*.sh'); do check "shell: $f" bash -n "$f"; done
for f in $(git ls-files '*.py') tests/ui/ui-drive; do
  [ -f "$f" ] && check "python: $f" python3 -c 'import ast,sys; ast.parse(open(sys.argv[1],encoding="utf-8").read())' "$f"
done
for f in $(git ls-files 'ui/*.ui' 'data/*.xml' 'data/*.page' 'data/*.svg' 'ui/*.svg'); do check "xml: $f" xmllint --noout --nonet "$f"; done
# It does not know reference counts, automatic cleanup and asynchronous hand-overs: AddressSanitizer looks for leaks.
check "cppcheck" cppcheck --quiet --error-exitcode=1 --enable=warning,portability --inline-suppr \
  --suppress=unknownMacro --suppress=memleak --suppress=deallocret --suppress=autoVariables --suppress=missingInclude --suppress=nullPointerRedundantCheck --suppress=internalAstError \
  --suppress=preprocessorErrorDirective --suppress=syntaxError --library=gtk -j "$(nproc)" -Isrc src
exit $status
