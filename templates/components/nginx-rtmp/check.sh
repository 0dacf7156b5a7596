# The server runs, its workers not as root; its page, the list of streams and the bound on HLS files are there.
pid=$(pidof nginx | tr ' ' '\n' | sort -n | head -n 1)
[ -n "$pid" ] || { echo "nginx does not run"; exit 1; }
owners=$(for one in $(pidof nginx); do awk '/^Uid:/ { print $2 }' "/proc/$one/status"; done | sort -un | tr '\n' ' ')
case $owners in
"0 "?*) ;;
*) echo "the workers of nginx run as $owners"; exit 1 ;;
esac
# The ports are an option's to choose.
set -- $(sed -n 's/^[[:space:]]*listen \([0-9]*\);/\1/p' /etc/nginx/nginx.conf)
for port in "$1" "$2"; do
	cat /proc/net/tcp* | grep -qi ":$(printf %04x $port) [0:]* 0A" || { echo "nothing listens on port $port"; exit 1; }
done
wget -q -O - http://127.0.0.1:$2/ | grep -q 'Live streams' || { echo "the page with the streams does not come"; exit 1; }
wget -q -O - http://127.0.0.1:$2/streams.xml | grep -q '<rtmp>' || { echo "the list of streams does not come"; exit 1; }
grep -q '^hls /run/hls tmpfs .*size=' /proc/mounts || { echo "the HLS files have no file system of their own with a bound"; exit 1; }
echo "listening on $1 and $2, $(df -h /run/hls | awk 'NR == 2 { print $2 }') for HLS"
