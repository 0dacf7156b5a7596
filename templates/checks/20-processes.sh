# Init runs as process 1, children can be started and reaped, and none is left as a zombie.
#: in machine container
[ -r /proc/1/stat ] || { echo "process 1 cannot be seen in /proc"; exit 1; }
sleep 0 & wait $! || { echo "a child process could not be started and waited for"; exit 1; }
# Orphans are init's to reap; it gets a moment for it.
(sleep 0 & sleep 0 &)
sleep 1
for stat in /proc/[0-9]*/stat; do
  line=$(cat "$stat" 2>/dev/null) || continue
  case ${line##*) } in
    Z*) echo "zombie: $line"; exit 1 ;;
  esac
done
