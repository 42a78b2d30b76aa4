# SPDX-License-Identifier: ISC
# Completion of bookmobile(1) for bash: commands and options are what --help
# says; names of terms and posts are those of the capsule in this folder.

# Names of a kind of term, a line each.
_bookmobile_terms()
{
	bookmobile list terms 2>/dev/null |
	    sed -n "s|^$1  *[0-9][0-9]*  \(.*\)  /[^ ]*/\$|\1|p"
}

# The lines of standard input that begin with the word, quoted for the shell.
_bookmobile_lines()
{
	local line word=${1#[\"\']}
	word=${word//\\/}
	COMPREPLY=()
	while IFS= read -r line; do
		[ "${line#"$word"}" != "$line" ] || [ -z "$word" ] || continue
		COMPREPLY+=("$(printf %q "$line")")
	done
}

_bookmobile()
{
	local word=${COMP_WORDS[COMP_CWORD]}
	local before=${COMP_WORDS[COMP_CWORD - 1]}
	local first=1 command

	# -C DIR may stand before the command.
	while [ "${COMP_WORDS[first]}" = -C ] &&
	    [ "$COMP_CWORD" -ge $((first + 2)) ]; do
		first=$((first + 2))
	done
	command=${COMP_WORDS[first]}
	COMPREPLY=()
	if [ "$COMP_CWORD" -eq $first ] ||
	    [ "$command,$((COMP_CWORD - 1))" = "help,$first" ]; then
		mapfile -t COMPREPLY < <(compgen -W "--help --version \
		    $(bookmobile --help | sed -n 's/^  \([a-z]*\) .*/\1/p')" \
		    -- "$word")
		return
	fi
	case $before in
	--category) _bookmobile_lines "$word" < <(_bookmobile_terms category) ;;
	--tag) _bookmobile_lines "$word" < <(_bookmobile_terms tag) ;;
	--to) mapfile -t COMPREPLY < <(
		compgen -W "gemtext menu text" -- "$word") ;;
	--links) mapfile -t COMPREPLY < <(
		compgen -W "paragraph section end" -- "$word") ;;
	--tables) mapfile -t COMPREPLY < <(
		compgen -W "columns list" -- "$word") ;;
	-C) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
	--width | --lang | --charset) ;;
	*)
		case $command,$word in
		*,-*) mapfile -t COMPREPLY < <(compgen -W "$(
		    bookmobile "$command" --help 2>/dev/null |
		    sed -n 's/^  \(-[-a-zA-Z]*\).*/\1/p')" -- "$word") ;;
		list,*) mapfile -t COMPREPLY < <(
			compgen -W "posts drafts terms" -- "$word") ;;
		show,*) _bookmobile_lines "$word" < <(
		    bookmobile list 2>/dev/null |
		    sed 's/^[^ ]*  \([^ ]*\)  .*/\1/') ;;
		init,*) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
		*) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
		esac
		;;
	esac
}

complete -F _bookmobile bookmobile
