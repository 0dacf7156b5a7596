# Takes the supplied archive as it is. What could only be noticed in the machine is looked at here: is it the program, and for this
# processor?
where="components.smart_rtmpd.archive"
program=$(find "$SRC" -name smart_rtmpd -type f | sort | head -n 1)
if [ -z "$program" ]; then
	echo "smart-os: error: $where holds no program smart_rtmpd"
	echo "It holds:"
	(cd "$SRC" && find . -type f | sed 's|^\./|  |' | sort | head -n 20)
	exit 1
fi

# ELF (od shows its first bytes), 64 bits, little-endian; the machine is at byte 18.
word() { od -An -v -tx1 -j "$1" -N "$2" "$program" | tr -d ' \n'; }
if [ "$(word 0 4)" != 7f454c46 ]; then
	echo "smart-os: error: smart_rtmpd in $where is not a Linux program"
	exit 1
fi
machine=$(word 18 2)
case $(word 4 1)$machine in
023e00) ;;
*)
	case $machine in
	b700) name='64-bit ARM' ;;
	2800) name='32-bit ARM' ;;
	0300) name='32-bit x86' ;;
	f300) name='RISC-V' ;;
	0800) name='MIPS' ;;
	*) name="another processor (ELF machine 0x$(word 19 1)$(word 18 1))" ;;
	esac
	echo "smart-os: error: smart_rtmpd in $where is for $name, not for x86-64: take the makers' archive for Linux on x86-64"
	exit 1
	;;
esac

mkdir -p "$DEST/opt"
cp -R "${program%/*}" "$DEST/opt/smart_rtmpd"
chmod -R u+rwX,go+rX,go-w "$DEST/opt/smart_rtmpd"
# A zip knows no executable files.
chmod 755 "$DEST/opt/smart_rtmpd/smart_rtmpd"
