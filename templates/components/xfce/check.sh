#: seconds 300
# The panel and the desktop are on the screen as windows, and the session is the user's.
if ! ls /dev/dri/card* >/dev/null 2>&1; then
	echo "this machine was started without a screen: the session waits for one"
	ps | grep -q '[s]tart-xfce'
	exit
fi
tries=240
until window-list 2>/dev/null | grep -q ' xfce4-panel$' && window-list | grep -q ' Desktop$'; do
	tries=$((tries - 1))
	[ $tries -gt 0 ] || { echo "no panel and desktop within four minutes, only: $(window-list 2>&1 | tr '\n' ';')"; exit 1; }
	sleep 1
done
