# A serial line cannot say how big the window at its other end is, so the terminal there is asked, once for each login: the cursor is kept,
# sent as far to the lower right as it goes, its place asked for, and put back. One that says nothing within a second has 24 rows of 80
# columns, as programs take for granted. Screens and remote logins know their size, a dumb terminal is not asked, nor is one that has
# commands waiting already: they would be taken for its answer. Ctrl-C waits until the line is as it was again.
if [ -t 0 ] && [ -t 1 ] && [ "$TERM" != dumb ]; then
	# In one program with the question for its size, since each takes a moment of the boot. BusyBox says nothing of a size that is not known.
	case $(stty -echo -icanon -isig size 2>/dev/null) in
	'' | '0 0')
		if ! read -t 0; then
			printf '\0337\033[999;999H\033[6n\0338'
			IFS= read -r -s -n 20 -d R -t 1 window
			window=${window##*[}
			case $window in
			*[!0-9\;]* | *\;*\;*) window= ;;
			[1-9]*\;[1-9]*) ;;
			*) window= ;;
			esac
		fi
		;;
	esac
	stty echo icanon isig ${window:+rows ${window%;*} columns ${window#*;}}
	unset window
fi
