#!/bin/sh
# SPDX-License-Identifier: ISC
# Help, manual and completions say the same.
. "$(dirname "$0")/lib.sh"

cd "$T" || exit 1
MANUAL=$SRC/gen/bookmobile.1
"$BOOKMOBILE" --help >help.txt
sed -n 's/^  \([a-z]*\) .*/\1/p' help.txt | sort >commands.txt

sed -n 's/^\.Ss //p' "$MANUAL" | grep -vx 'GEMTEXT\|.* .*' | sort >sections.txt
check "every command has its part of the manual" sh -c \
    'grep -Fxvf sections.txt commands.txt >left; [ ! -s left ] || {
     cat left; exit 1; }'
sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESC/s/^\.Cm //p' "$MANUAL" | sort -u >synopsis.txt
check "and its line in the synopsis" diff commands.txt synopsis.txt

# Options of a command: in its help, its part of the manual, its synopsis.
while read -r command; do
	"$BOOKMOBILE" "$command" --help | sed -n 's/^  .*\(--[a-z-]*\).*/\1/p' |
	    sed 's/^\(--[a-z-]*\) .*/\1/' | grep -vx -- --help | sort -u >help
	awk -v want="$command" '
	    /^\.S[sh]/ { inside = ($1 == ".Ss" && $2 == want) }
	    inside && /Fl -/ { n = split($0, word, " ")
	        for (i = 1; i < n; i++) if (word[i] ~ /^\.?Fl$/) {
	            name = word[i + 1]; gsub(/[^a-z-]/, "", name)
	            if (name ~ /^-/) print "-" name } }' "$MANUAL" |
	    sort -u >manual
	check "$command: the options of help and manual are the same" \
	    diff help manual
	awk -v want="$command" '
	    /^\.Sh/ { synopsis = ($2 == "SYNOPSIS") }
	    synopsis && /^\.Nm/ { inside = 0 }
	    synopsis && /^\.Cm/ { inside = ($2 == want) }
	    inside { n = split($0, word, " ")
	        for (i = 1; i < n; i++) if (word[i] == "Fl" &&
	            word[i + 1] ~ /^-/) print "-" word[i + 1] }' "$MANUAL" |
	    sort -u >synopsis
	check "$command: those of the synopsis too" diff help synopsis
	# The parser names all that an empty name may stand for.
	"$BOOKMOBILE" "$command" --=x </dev/null 2>&1 |
	    sed -n '1s/.*: write one of //p;1s/.* \(--[a-z-]*\) takes no value/\1/p' |
	    sed 's/, /\n/g' | sort >accepted
	check "$command: and those that it takes" diff help accepted
	"$BOOKMOBILE" "$command" --help |
	    sed -n 's/^  -\([a-zA-Z0-9]\)\( .*\|,.*\)$/\1/p' >help
	: >accepted
	for letter in a b c d e f g h i j k l m n o p q r s t u v w x y z \
	    A B C D E F G H I J K L M N O P Q R S T U V W X Y Z \
	    0 1 2 3 4 5 6 7 8 9; do
		"$BOOKMOBILE" "$command" "-$letter" --no-such </dev/null 2>&1 |
		    grep -q "has no option -$letter" || echo "$letter"
	done >accepted
	check "$command: the letters too" diff help accepted
done <commands.txt
if have mandoc; then
	check "the manual pages are well formed" sh -c \
	    '! mandoc -Tlint -W style "$@" 2>/dev/null |
	     grep -v "referenced manual not found"' sh \
	    "$MANUAL" "$SRC/gen/capsule.yaml.5"
fi

# --- completion ------------------------------------------------------------------

mkdir bin
ln -s "$BOOKMOBILE" bin/bookmobile
PATH=$T/bin:$PATH
"$BOOKMOBILE" init home >/dev/null
cd home || exit 1

# completes NAME WANTED WORD...: the last word is completed to WANTED (lines).
completes() {
	completes_name=$1
	printf '%s\n' "$2" >../wanted
	shift 2
	bash -c '
	    . "$0/gen/completion/bookmobile.bash"
	    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
	    _bookmobile
	    printf "%s\n" "${COMPREPLY[@]}"' "$SRC" "$@" >../got 2>&1
	check "$completes_name" diff ../wanted ../got
}

if have bash; then
	completes "commands" preview bookmobile pre
	completes "a command after -C" preview bookmobile -C . pre
	completes "its options" --json bookmobile -C . report --j
	completes "folders after -C" content bookmobile -C cont
	completes "what help is wanted for" report bookmobile help rep
	completes "options" "$(printf '%s\n' --tag)" bookmobile new --t
	completes "all options of a command" \
	    "$(printf '%s\n' -C --strict --external --json --help)" \
	    bookmobile check -
	completes "tags" Reading bookmobile new --tag R
	completes "categories" News bookmobile new --category ''
	completes "what can be listed" drafts bookmobile list d
	completes "posts" "$(ls content/posts/*/index.md)" \
	    bookmobile show content/posts/
	completes "forms" gemtext bookmobile convert --to g
fi
if have zsh; then
	check "zsh reads its completion" zsh -n "$SRC/gen/completion/_bookmobile"
else
	skip "zsh reads its completion" "zsh is not installed"
fi
finish
