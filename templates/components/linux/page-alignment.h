/*
 * Read before the kernel's linker script (arch/x86/kernel/vmlinux.lds.S): the parts of the kernel begin at pages (4 KB) instead of
 * huge pages (2 MB). The padding between them is more than half of what the boot loader has to unpack, and a machine of 32 MB
 * feels it. The price is that two of the kernel's huge pages are split where permissions differ.
 */
#include <asm/page_types.h>
#include <asm/pgtable_64_types.h>
#undef HPAGE_SIZE
#define HPAGE_SIZE PAGE_SIZE
#undef PMD_SIZE
#define PMD_SIZE PAGE_SIZE
