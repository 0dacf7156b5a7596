# Sourced by build scripts: proofs that nothing of the host got into what was built for the machine.

# Fails when a compiler's dependency file below FOLDER names a header of the host's /usr/include. What a component compiles
# for the build host (kernel tools, generators) does include these; its files are named by the patterns that follow.
# usage: refuse_host_headers FOLDER [PATH-PATTERN-OF-HOST-PROGRAMS…]
refuse_host_headers() {
	guard_folder=$1
	shift
	guard_list=$(mktemp)
	find "$guard_folder" -type f \( -name '*.d' -o -name '*.dt' -o -name '*.dep' -o -name '*.Po' -o -name '*.Plo' -o -name '.*.cmd' \) \
		-exec grep -lE '(^|[^[:alnum:]_./-])/usr/(local/)?include/' {} + >"$guard_list" || true
	for guard_pattern in "$@"; do
		grep -vE "$guard_pattern" "$guard_list" >"$guard_list.kept" || true
		mv "$guard_list.kept" "$guard_list"
	done
	if [ -s "$guard_list" ]; then
		echo "smart-os: error: headers of the build host were used for the machine, according to:"
		sed 's/^/  /' "$guard_list"
		exit 1
	fi
	rm -f "$guard_list"
}
