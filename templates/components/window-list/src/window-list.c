/*
 * window-list: the windows that the window manager has on the screen, one a line: id, x, y, width, height, title.
 *
 * Place and size are those of the window together with its frame, in pixels from the screen's top left corner. With --focus only
 * the window that gets the keys, with --close ID asks a window to close, as its close button would. The list comes from the
 * property _NET_CLIENT_LIST (Extended Window Manager Hints), which every window manager of today keeps.
 */
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Display *display;

/* The values of a property of windows or text; *count tells how many. To be freed with XFree; NULL where there is none. */
static unsigned char *property(Window window, const char *name, Atom type, unsigned long *count)
{
	Atom found;
	int format;
	unsigned long rest;
	unsigned char *value = NULL;

	*count = 0;
	if (XGetWindowProperty(display, window, XInternAtom(display, name, False), 0, 4096, False, type, &found, &format,
			       count, &rest, &value) != Success || *count == 0) {
		if (value)
			XFree(value);
		return NULL;
	}
	return value;
}

/* The outermost window around another: its frame. */
static Window frame_of(Window window)
{
	Window root, parent, *children;
	unsigned int count;

	while (XQueryTree(display, window, &root, &parent, &children, &count)) {
		if (children)
			XFree(children);
		if (parent == root || parent == None)
			break;
		window = parent;
	}
	return window;
}

static void print_window(Window window)
{
	XWindowAttributes frame;
	unsigned long length;
	char *title, *old = NULL;

	if (!XGetWindowAttributes(display, frame_of(window), &frame))
		return;
	title = (char *)property(window, "_NET_WM_NAME", XInternAtom(display, "UTF8_STRING", False), &length);
	if (!title && XFetchName(display, window, &old))
		title = old;
	printf("0x%lx %d %d %d %d %s\n", window, frame.x, frame.y, frame.width + 2 * frame.border_width,
	       frame.height + 2 * frame.border_width, title ? title : "");
	if (title)
		XFree(title);
}

static void close_window(Window window)
{
	XEvent event;

	memset(&event, 0, sizeof event);
	event.xclient.type = ClientMessage;
	event.xclient.window = window;
	event.xclient.message_type = XInternAtom(display, "_NET_CLOSE_WINDOW", False);
	event.xclient.format = 32;
	event.xclient.data.l[1] = 2; /* asked for by a person, not by a program */
	XSendEvent(display, DefaultRootWindow(display), False, SubstructureNotifyMask | SubstructureRedirectMask, &event);
	XSync(display, False);
}

/* A window may close between two questions about it; that is no reason to end. */
static int ignore(Display *from, XErrorEvent *error)
{
	(void)from;
	(void)error;
	return 0;
}

int main(int argc, char **argv)
{
	unsigned long count, at;
	unsigned char *data;
	const char *list = "_NET_CLIENT_LIST";

	/* From the console, too: a machine has one screen. */
	display = XOpenDisplay(getenv("DISPLAY") ? NULL : ":0");
	if (!display) {
		fprintf(stderr, "window-list: no X server answers at %s\n", XDisplayName(NULL));
		return 1;
	}
	XSetErrorHandler(ignore);
	if (argc == 3 && strcmp(argv[1], "--close") == 0) {
		close_window(strtoul(argv[2], NULL, 0));
		XCloseDisplay(display);
		return 0;
	}
	if (argc == 2 && strcmp(argv[1], "--focus") == 0) {
		list = "_NET_ACTIVE_WINDOW";
	} else if (argc != 1) {
		fprintf(stderr, "usage: window-list [--focus | --close ID]\n");
		return 2;
	}
	data = property(DefaultRootWindow(display), "_NET_SUPPORTING_WM_CHECK", XA_WINDOW, &count);
	if (!data) {
		fprintf(stderr, "window-list: no window manager is running\n");
		return 1;
	}
	XFree(data);
	data = property(DefaultRootWindow(display), list, XA_WINDOW, &count);
	for (at = 0; data && at < count; at++)
		print_window(((Window *)data)[at]);
	if (data)
		XFree(data);
	XCloseDisplay(display);
	return 0;
}
