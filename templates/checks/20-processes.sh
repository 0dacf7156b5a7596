# Init runs as process 1, children can be started and reaped, and none is left as a zombie.
#: in machine container
[ -r /proc/1/stat ] || { echo "process 1 cannot be seen in /proc"; exit 1; }
sleep 0 & wait $! || { echo "a child process could not be started and waited for"; exit 1; }
(sleep 0 & sleep 0 &)
zombies() {
  for stat in /proc/[0-9]*/stat; do
    line=$(cat "$stat" 2>/dev/null) || continue
    case ${line##*) } in
      Z*) echo "${line%% *}" ;;
    esac
  done
}
# Orphans are init's to reap, which looks about once a second; one that is there for ten has been forgotten.
tries=10
left=$(zombies)
while [ -n "$left" ] && [ $tries -gt 0 ]; do
  sleep 1
  now=$(zombies)
  still=
  for pid in $left; do
    case " $(echo $now) " in *" $pid "*) still="$still $pid" ;; esac
  done
  left=$still
  tries=$((tries - 1))
done
[ -z "$left" ] || { echo "init does not reap: $left"; exit 1; }
