// SPDX-License-Identifier: GPL-2.0-only
/*
 * The smallest module that is worth loading. A module is a piece of the kernel that is linked into it while it runs: it has one
 * function that is called when it comes, one that is called when it goes, and everything between is called by others.
 */
#include <linux/init.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>

/* Parameters: insmod demo_hello.ko who=reader, and later /sys/module/demo_hello/parameters/who. */
static char *who = "world";
module_param(who, charp, 0444);
MODULE_PARM_DESC(who, "whom to greet");

/* 0644: root may change it while the module is loaded; no code of ours is needed for that. */
static unsigned int times = 1;
module_param(times, uint, 0644);
MODULE_PARM_DESC(times, "how many lines /proc/demo-hello has");

/* Called whenever somebody reads /proc/demo-hello. The kernel's seq_file takes care of buffers and of reading in pieces. */
static int hello_show(struct seq_file *file, void *unused)
{
	unsigned int count = READ_ONCE(times);

	for (unsigned int i = 0; i < count && !seq_has_overflowed(file); i++)
		seq_printf(file, "Hello, %s!\n", who);
	return 0;
}

/* __init: this code is thrown away once it has run. */
static int __init hello_init(void)
{
	if (!proc_create_single("demo-hello", 0444, NULL, hello_show))
		return -ENOMEM;
	pr_info("Hello, %s!\n", who);
	return 0;
}

/* From here on nobody can be inside hello_show: remove_proc_entry waits for readers. */
static void __exit hello_exit(void)
{
	remove_proc_entry("demo-hello", NULL);
	pr_info("Goodbye, %s!\n", who);
}

module_init(hello_init);
module_exit(hello_exit);

MODULE_DESCRIPTION("A first kernel module");
MODULE_AUTHOR("smart-os");
/* Decides which of the kernel's functions the module may call. */
MODULE_LICENSE("GPL");
