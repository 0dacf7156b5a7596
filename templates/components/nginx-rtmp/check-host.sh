# Eight live streams at once, in and out: each is published to the machine by stream copy in real time, four are watched over
# RTMP and four as HLS over HTTP, and every player must have got every frame. CHECK_SECONDS is how long (60).
#: seconds 300
seconds=${CHECK_SECONDS:-60}
rate=25
frames=$((seconds * rate))
# Ports and the application's name are options.
set -- $($CHECK_GUEST "sed -n 's/^[[:space:]]*\(listen\|application\) \"\{0,1\}\([A-Za-z0-9_-]*\).*/\2/p' /etc/nginx/nginx.conf")
[ $# -eq 3 ] || { echo "the machine does not say where it listens: $*"; exit 1; }
forward() { eval "echo \"\$CHECK_FORWARD_$1\""; }
rtmp=rtmp://127.0.0.1:$(forward "$1")/$2
http=http://127.0.0.1:$(forward "$3")
port=$3
command -v ffmpeg >/dev/null || { echo "this host has no ffmpeg to publish and play with"; exit 77; }
cd "$CHECK_FOLDER" || exit 1

pids= players= publishers= counts=
# Whatever happens, no player or publisher outlives the check.
trap 'kill $pids 2>/dev/null || :' EXIT
trap 'exit 1' HUP INT TERM
limit=$((seconds + 60))
quiet() { timeout -k 5 "$limit" ffmpeg -nostdin -hide_banner -loglevel error "$@"; }
# What the server tells of itself, to the machine alone.
statistics() { $CHECK_GUEST "wget -q -O - http://127.0.0.1:$port/statistics.xml"; }
# The packets of a file: how many, and how many bytes in each.
packets() { ffprobe -v error -select_streams v -show_entries packet=size -of csv=p=0 "$1" | awk -F , '$1 != "" { print $1 }'; }

quiet -f lavfi -i "testsrc2=size=640x360:rate=$rate" -t "$seconds" -pix_fmt yuv420p -c:v libx264 -preset veryfast -threads 2 \
	-b:v 500k -maxrate 500k -bufsize 500k -g $((rate * 2)) -sc_threshold 0 -bf 0 \
	-y source.flv 2>make.log || { echo "the test film could not be made: $(tail -n 1 make.log)"; exit 1; }
packets source.flv >source.packets
[ "$(wc -l <source.packets)" -eq $frames ] || { echo "the test film has $(wc -l <source.packets) frames, not $frames"; exit 1; }

# The names are new in every run: the playlist of an earlier one may still be there.
# Those who watch over RTMP come first and wait for the stream to begin; what they get has to be the film, packet for packet.
for stream in 1 2 3 4; do
	quiet -rw_timeout 30000000 -i "$rtmp/check$$-$stream" -map 0:v -c copy -y "player$stream.flv" 2>"player$stream.log" &
	pids="$pids $!" players="$players $!"
done
tries=0
until [ "$(statistics | grep -c "<name>check$$-")" -eq 4 ]; do
	tries=$((tries + 1))
	[ $tries -lt 30 ] || { echo "the RTMP players did not reach the server within 30 s: $(cat player1.log)"; exit 1; }
	sleep 1
done
for stream in 1 2 3 4 5 6 7 8; do
	quiet -re -i source.flv -c copy -f flv "$rtmp/check$$-$stream" 2>"publisher$stream.log" &
	pids="$pids $!" publishers="$publishers $!"
done
# A playlist is there once the first file is whole. From then on its player takes one file after the other, like any browser.
for stream in 5 6 7 8; do
	(
		tries=0
		until wget -q -O /dev/null "$http/hls/check$$-$stream.m3u8"; do
			tries=$((tries + 1))
			[ $tries -lt 40 ] || { echo "there is no playlist after 20 s"; exit 1; }
			sleep 0.5
		done
		quiet -loglevel warning -live_start_index 0 -m3u8_hold_counters 15 -i "$http/hls/check$$-$stream.m3u8" -map 0:v -c copy -y "player$stream.ts"
	) 2>"player$stream.log" >&2 &
	pids="$pids $!" players="$players $!"
done

sleep $((seconds / 2))
# In the middle of it: nothing dropped, all eight on air, the load of the machine.
statistics >statistics.xml || { echo "the machine gives no statistics"; exit 1; }
on_air=$(grep -o '<publishing/>' statistics.xml | wc -l)
dropped=$(grep -o '<dropped>[0-9]*' statistics.xml | awk -F '>' '{ sum += $2 } END { print sum + 0 }')
failed=
for pid in $publishers; do wait "$pid" || failed="$failed a publisher ended early;"; done
for pid in $players; do wait "$pid" || failed="$failed a player ended early;"; done
[ "$on_air" -ge 8 ] || failed="$failed $on_air streams were on air half-way;"
[ "$dropped" -eq 0 ] || failed="$failed $dropped frames were dropped;"

for stream in 1 2 3 4 5 6 7 8; do
	case $stream in [1-4]) file=player$stream.flv ;; *) file=player$stream.ts ;; esac
	packets "$file" >"$file.packets" 2>/dev/null
	count=$(wc -l <"$file.packets")
	counts="$counts $count"
	[ "$count" -eq $frames ] || failed="$failed player $stream got $count of $frames frames $(tail -n 1 "player$stream.log");"
	case $file in
	*.flv) cmp -s source.packets "$file.packets" || failed="$failed player $stream got other frames than were sent;" ;;
	esac
done
# What came over HLS in another wrapping has to decode to the pictures that were sent.
pictures() { quiet -i "$1" -map 0:v -f framemd5 - | grep -v '^#' | awk '{ print $NF }'; }
pictures source.flv >source.pictures
pictures player5.ts >player5.pictures
cmp -s source.pictures player5.pictures || failed="$failed the pictures over HLS are not those that were sent;"
echo "frames of $frames:$counts; $dropped dropped"
[ -z "$failed" ] || { echo "$failed"; exit 1; }
