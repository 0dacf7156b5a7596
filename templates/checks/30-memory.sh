# The machine has the memory it was given (less what firmware and kernel keep), and enough of it is left to work with.
while read -r name value unit; do
  case $name in
    MemTotal:) total=$value ;;
    MemAvailable:) available=$value ;;
  esac
done </proc/meminfo
given=$((CHECK_MEMORY / 1024))
echo "$available KB of $given KB are left, the kernel counts $total KB"
[ "$total" -le "$given" ] && [ "$total" -ge $((given / 2)) ] && [ "$available" -ge 2048 ]
